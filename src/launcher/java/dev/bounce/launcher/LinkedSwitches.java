package dev.bounce.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Links the pattern switches of a jar beforehand.
 *
 * <p>For a switch over types javac emits an {@code invokedynamic} to {@code
 * java.lang.runtime.SwitchBootstraps.typeSwitch}, which makes a class at its first use, in each
 * start again: an AOT cache of JDK 25 keeps lambdas and string concatenations, but not these. Half
 * of the time of a short command went there. Here each becomes a call of a small static method that
 * asks {@code instanceof} for one type after the other, which means the same.
 */
public final class LinkedSwitches {
  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  private LinkedSwitches() {}

  /** Rewrites a jar in its place; the jars beside it in {@code lib} are only looked into. */
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path next = jar.resolveSibling(jar.getFileName() + ".next");
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader classes = new URLClassLoader(classPath(jar), platform)) {
      ClassFile files =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(classes).cached()));
      rewrite(jar, next, files);
    }
    Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static URL[] classPath(Path jar) throws IOException {
    List<URL> urls = new ArrayList<>(List.of(url(jar)));
    Path libraries = jar.resolveSibling("lib");
    try (Stream<Path> files = Files.list(libraries)) {
      for (Path library : files.toList()) {
        urls.add(url(library));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }

  private static void rewrite(Path jar, Path next, ClassFile files) throws IOException {
    try (InputStream in = Files.newInputStream(jar);
        ZipInputStream from = new ZipInputStream(in);
        OutputStream out = Files.newOutputStream(next);
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        byte[] bytes = from.readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        to.putNextEntry(copy);
        to.write(entry.getName().endsWith(".class") ? linked(bytes, files) : bytes);
        to.closeEntry();
      }
    }
  }

  private static byte[] linked(byte[] bytes, ClassFile files) {
    ClassModel model = files.parse(bytes);
    Switches switches = new Switches(model);
    byte[] rewritten =
        files.transformClass(
            model,
            ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(() -> switches))
                .andThen(ClassTransform.endHandler(switches::addMethods)));
    return switches.found.isEmpty() ? bytes : rewritten;
  }

  /** A switch that was found: the types of its cases, and the type of what it looks at. */
  private record Found(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

  /** Replaces the calls in the bodies of one class, then adds what they call. */
  private static final class Switches implements CodeTransform {
    private final ClassModel model;
    private final boolean isInterface;
    private final List<Found> found = new ArrayList<>();

    Switches(ClassModel model) {
      this.model = model;
      this.isInterface = model.flags().has(java.lang.reflect.AccessFlag.INTERFACE);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeDynamicInstruction call && isTypeSwitch(call)) {
        String name = "typeSwitch$" + found.size();
        found.add(new Found(name, call.typeSymbol(), labels(call)));
        code.invokestatic(model.thisClass().asSymbol(), name, call.typeSymbol(), isInterface);
      } else {
        code.with(element);
      }
    }

    private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
      boolean ofTypes =
          call.bootstrapMethod().owner().equals(BOOTSTRAPS)
              && call.bootstrapMethod().methodName().equals("typeSwitch");
      return ofTypes && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
    }

    private static List<ClassDesc> labels(InvokeDynamicInstruction call) {
      List<ClassDesc> labels = new ArrayList<>();
      for (ConstantDesc argument : call.bootstrapArgs()) {
        labels.add((ClassDesc) argument);
      }
      return labels;
    }

    void addMethods(ClassBuilder builder) {
      for (Found one : found) {
        builder.withMethodBody(
            one.name(),
            one.type(),
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
            code -> body(code, one.labels()));
      }
    }

    /** The number of the first case from {@code restart} on that fits; −1 for null. */
    private static void body(CodeBuilder code, List<ClassDesc> labels) {
      Label present = code.newLabel();
      code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
      for (int i = 0; i < labels.size(); i++) {
        Label next = code.newLabel();
        code.iload(1).loadConstant(i).if_icmpgt(next);
        code.aload(0).instanceOf(labels.get(i)).ifeq(next);
        code.loadConstant(i).ireturn().labelBinding(next);
      }
      code.loadConstant(labels.size()).ireturn();
    }
  }
}
