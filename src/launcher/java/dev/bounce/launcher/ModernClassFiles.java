package dev.bounce.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites class files made for Java 5 and older, in the jars of a directory, as those of Java 8.
 *
 * <p>A start-up cache leaves such classes out, because they carry no stack maps (JVMS 4.10.2).
 * picocli's do not, and every start needs nearly all of them: with them in the cache a start takes
 * about a quarter less.
 */
public final class ModernClassFiles {
  private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  private ModernClassFiles() {}

  /** Takes the directory; a jar without old classes is left as it is. */
  public static void main(String[] arguments) throws IOException {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path jar : jars) {
        modernise(jar);
      }
    }
  }

  private static void modernise(Path jar) throws IOException {
    Path modern = jar.resolveSibling(jar.getFileName() + ".new");
    int rewritten = 0;
    try (JarFile source = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(modern);
        JarOutputStream sink = new JarOutputStream(file)) {
      ClassFile classFile = readingSuperclassesFrom(source);
      Enumeration<JarEntry> entries = source.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        byte[] content = read(source, entry);
        sink.putNextEntry(new JarEntry(entry.getName()));
        if (isOldClass(content)) {
          content = rewrite(classFile, content);
          rewritten++;
        }
        sink.write(content);
      }
    }
    if (rewritten == 0) {
      Files.delete(modern);
    } else {
      Files.move(modern, jar, StandardCopyOption.REPLACE_EXISTING);
      System.out.println(jar.getFileName() + ": " + rewritten + " class files rewritten");
    }
  }

  /** Computing a stack map needs to know what a class extends: ask the jar, then the JDK. */
  private static ClassFile readingSuperclassesFrom(JarFile jar) {
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(
                name -> {
                  String path = name.packageName().replace('.', '/') + "/" + name.displayName();
                  JarEntry entry = jar.getJarEntry(path + ".class");
                  return entry == null ? null : open(jar, entry);
                })
            .orElse(ClassHierarchyResolver.defaultResolver());
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(resolver));
  }

  /** Copies every instruction: only a method that is built anew gets a stack map. */
  private static byte[] rewrite(ClassFile classFile, byte[] content) {
    MethodTransform copy = MethodTransform.transformingCode((code, element) -> code.with(element));
    ClassTransform modern =
        (type, element) -> {
          switch (element) {
            case ClassFileVersion _ -> type.withVersion(ClassFile.JAVA_8_VERSION, 0);
            case MethodModel method -> type.transformMethod(method, copy);
            default -> type.with(element);
          }
        };
    ClassModel model = classFile.parse(content);
    return classFile.transformClass(model, modern);
  }

  private static boolean isOldClass(byte[] content) {
    ByteBuffer header = ByteBuffer.wrap(content);
    return content.length >= 8
        && header.getInt(0) == ClassFile.MAGIC_NUMBER
        && header.getShort(6) < FIRST_WITH_STACK_MAPS;
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream content = jar.getInputStream(entry)) {
      return content.readAllBytes();
    }
  }

  private static InputStream open(JarFile jar, JarEntry entry) {
    try {
      return new ByteArrayInputStream(read(jar, entry));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
