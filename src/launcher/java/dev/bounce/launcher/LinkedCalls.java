package dev.bounce.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Links the pattern switches of a jar, and the {@code equals} and {@code hashCode} of its records,
 * beforehand.
 *
 * <p>For each of these javac emits an {@code invokedynamic}, to {@code
 * java.lang.runtime.SwitchBootstraps} or {@code ObjectMethods}, which is linked at its first use,
 * in each start again: an AOT cache of JDK 25 keeps lambdas and string concatenations, but not
 * these. A good part of the time of a short command went there. Here each becomes a call of a small
 * static method that means the same: it asks {@code instanceof} for one type after the other, or
 * goes through the components.
 */
public final class LinkedCalls {
  private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final int HASH_FACTOR = 31;

  private LinkedCalls() {}

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
    Calls calls = new Calls(model);
    byte[] rewritten =
        files.transformClass(
            model,
            ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(() -> calls))
                .andThen(ClassTransform.endHandler(calls::addMethods)));
    return calls.isEmpty() ? bytes : rewritten;
  }

  /** A switch that was found: the types of its cases, and the type of what it looks at. */
  private record Found(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

  /** Replaces the calls in the bodies of one class, then adds what they call. */
  private static final class Calls implements CodeTransform {
    private static final String EQUALS = "record$equals";
    private static final String HASH_CODE = "record$hashCode";

    private final ClassModel model;
    private final ClassDesc owner;
    private final boolean isInterface;
    private final List<Found> switches = new ArrayList<>();
    private boolean comparesRecords;
    private boolean hashesRecords;

    Calls(ClassModel model) {
      this.model = model;
      this.owner = model.thisClass().asSymbol();
      this.isInterface = model.flags().has(AccessFlag.INTERFACE);
    }

    boolean isEmpty() {
      return switches.isEmpty() && !comparesRecords && !hashesRecords;
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeDynamicInstruction call && isTypeSwitch(call)) {
        String name = "typeSwitch$" + switches.size();
        switches.add(new Found(name, call.typeSymbol(), labels(call)));
        code.invokestatic(owner, name, call.typeSymbol(), isInterface);
      } else if (element instanceof InvokeDynamicInstruction call && isOfRecord(call, "equals")) {
        comparesRecords = true;
        code.invokestatic(owner, EQUALS, call.typeSymbol(), isInterface);
      } else if (element instanceof InvokeDynamicInstruction call && isOfRecord(call, "hashCode")) {
        hashesRecords = true;
        code.invokestatic(owner, HASH_CODE, call.typeSymbol(), isInterface);
      } else {
        code.with(element);
      }
    }

    private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
      boolean ofTypes =
          call.bootstrapMethod().owner().equals(SWITCHES)
              && call.bootstrapMethod().methodName().equals("typeSwitch");
      return ofTypes && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
    }

    /** Floating point numbers compare in their own way; records that have one are left alone. */
    private boolean isOfRecord(InvokeDynamicInstruction call, String method) {
      return call.bootstrapMethod().owner().equals(RECORDS)
          && call.name().equalsString(method)
          && components().stream()
              .map(RecordComponentInfo::descriptorSymbol)
              .noneMatch(type ->
                  type.equals(ConstantDescs.CD_float) || type.equals(ConstantDescs.CD_double));
    }

    private List<RecordComponentInfo> components() {
      return model
          .findAttribute(Attributes.record())
          .map(RecordAttribute::components)
          .orElse(List.of());
    }

    private static List<ClassDesc> labels(InvokeDynamicInstruction call) {
      List<ClassDesc> labels = new ArrayList<>();
      for (ConstantDesc argument : call.bootstrapArgs()) {
        labels.add((ClassDesc) argument);
      }
      return labels;
    }

    void addMethods(ClassBuilder builder) {
      for (Found one : switches) {
        add(builder, one.name(), one.type(), code -> typeSwitch(code, one.labels()));
      }
      if (comparesRecords) {
        MethodTypeDesc type =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, owner, ConstantDescs.CD_Object);
        add(builder, EQUALS, type, this::equality);
      }
      if (hashesRecords) {
        add(builder, HASH_CODE, MethodTypeDesc.of(ConstantDescs.CD_int, owner), this::hashCode);
      }
    }

    private static void add(
        ClassBuilder builder, String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
      builder.withMethodBody(
          name, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, body);
    }

    /** The number of the first case from {@code restart} on that fits; −1 for null. */
    private static void typeSwitch(CodeBuilder code, List<ClassDesc> labels) {
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

    /** The same class, and the same components. */
    private void equality(CodeBuilder code) {
      Label different = code.newLabel();
      code.aload(1).instanceOf(owner).ifeq(different);
      for (RecordComponentInfo component : components()) {
        ClassDesc type = component.descriptorSymbol();
        String name = component.name().stringValue();
        code.aload(0).getfield(owner, name, type);
        code.aload(1).checkcast(owner).getfield(owner, name, type);
        if (!type.isPrimitive()) {
          code.invokestatic(
              OBJECTS,
              "equals",
              MethodTypeDesc.of(
                  ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object));
          code.ifeq(different);
        } else if (type.equals(ConstantDescs.CD_long)) {
          code.lcmp().ifne(different);
        } else {
          code.if_icmpne(different);
        }
      }
      code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }

    /** As {@code ObjectMethods} does it today: 31 times what was before, plus that of the next. */
    private void hashCode(CodeBuilder code) {
      code.iconst_0();
      for (RecordComponentInfo component : components()) {
        ClassDesc type = component.descriptorSymbol();
        code.loadConstant(HASH_FACTOR).imul();
        code.aload(0).getfield(owner, component.name().stringValue(), type);
        if (!type.isPrimitive()) {
          code.invokestatic(
              OBJECTS,
              "hashCode",
              MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
        } else {
          code.invokestatic(
              wrapper(type), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, type));
        }
        code.iadd();
      }
      code.ireturn();
    }

    private static ClassDesc wrapper(ClassDesc primitive) {
      return switch (primitive.descriptorString()) {
        case "Z" -> ConstantDescs.CD_Boolean;
        case "B" -> ConstantDescs.CD_Byte;
        case "C" -> ConstantDescs.CD_Character;
        case "S" -> ConstantDescs.CD_Short;
        case "I" -> ConstantDescs.CD_Integer;
        case "J" -> ConstantDescs.CD_Long;
        default -> throw new IllegalArgumentException(primitive.descriptorString());
      };
    }
  }
}
