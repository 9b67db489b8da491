package dev.bounce.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, in a checkout of its own with a real JVM. Only Maven is played: by a script that
 * takes its time, counts its calls and delivers a small program.
 */
@Tag("integration")
class LauncherTest {
  private static final long TIMEOUT_SECONDS = 60;

  private static final String PROGRAM =
      """
      package dev.bounce.cli;
      public class Main {
        public static void main(String[] arguments) {
          System.out.println(String.join("|", arguments));
          System.exit(arguments.length);
        }
      }
      class Training {
        public static void main(String[] arguments) {
          System.out.println("training");
        }
      }
      """;

  @TempDir private Path directory;

  private Path checkout = Path.of("");
  private Path maven = Path.of("");

  /** How a command ended. */
  private record Outcome(int exitCode, String output, String errors) {}

  @BeforeEach
  void prepareCheckout() throws IOException {
    // A blank in the path: every expansion in the launcher has to be quoted.
    checkout = Files.createDirectories(directory.resolve("my checkout"));
    maven = Files.createDirectories(directory.resolve("tools")).resolve("mvn");
    copy(Path.of("bounce"), checkout.resolve("bounce"));
    Files.createDirectories(checkout.resolve("src/launcher"));
    copy(Path.of("src/launcher/find-jdk.sh"), checkout.resolve("src/launcher/find-jdk.sh"));
    Files.createDirectories(checkout.resolve("src/main/java"));
    Files.writeString(checkout.resolve("src/main/java/A.java"), "class A {}");
    Files.createDirectories(checkout.resolve("grammar"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    makeOld(checkout);
    writeProgram(directory.resolve("program.jar"));
    playMaven(
        """
        sleep 0.3
        echo called >>"../calls"
        mkdir -p target/launcher/maven/lib
        cp ../program.jar target/launcher/maven/bounce.jar
        """);
  }

  @Test
  void theFirstUseBuildsAndTheNextOneOnlyStarts() throws Exception {
    Outcome first = bounce("plan", "two words", "*");
    assertEquals("plan|two words|*\n", first.output());
    assertEquals(3, first.exitCode());
    assertTrue(first.errors().startsWith("bounce: first use, building"), first.errors());
    assertEquals(new Outcome(1, "again\n", ""), bounce("again"));
    assertEquals(1, builds());
    assertTrue(Files.size(startUpCache()) > 0, "the training recorded a cache");
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    Process one = start(checkout, checkout.resolve("bounce").toString(), "a");
    Process two = start(checkout, checkout.resolve("bounce").toString(), "a", "b");
    assertEquals(1, outcome(one).exitCode());
    assertEquals(2, outcome(two).exitCode());
    assertEquals(1, builds());
  }

  @Test
  void changedAndDeletedSourcesAreBuiltAgain() throws Exception {
    bounce();
    Files.writeString(checkout.resolve("src/main/java/A.java"), "class A { }");
    assertEquals("bounce: the sources have changed, building again …\n", bounce().errors());
    assertEquals("", bounce().errors());
    Files.delete(checkout.resolve("src/main/java/A.java"));
    bounce();
    assertEquals(3, builds());
  }

  @Test
  void onlyTheLastThreeBuildsAreKept() throws Exception {
    for (int build = 0; build < 5; build++) {
      Files.writeString(checkout.resolve("pom.xml"), "<project>" + build + "</project>");
      bounce();
    }
    try (Stream<Path> kept = Files.list(checkout.resolve("target/launcher/builds"))) {
      assertEquals(3, kept.count());
    }
  }

  @Test
  void aFailedBuildShowsWhatMavenSaidAndIsTriedAgain() throws Exception {
    playMaven("echo '[ERROR] no such symbol'; exit 1");
    Outcome failed = bounce();
    assertEquals(2, failed.exitCode());
    assertEquals("", failed.output());
    assertTrue(failed.errors().contains("[ERROR] no such symbol"), failed.errors());
    assertTrue(failed.errors().contains("bounce: the build failed"), failed.errors());
    assertEquals(2, bounce().exitCode());
  }

  @Test
  void aCacheThatDoesNotFitIsIgnoredWithoutAWord() throws Exception {
    bounce();
    Files.writeString(startUpCache(), "not a cache");
    assertEquals(new Outcome(1, "x\n", ""), bounce("x"));
  }

  @Test
  void anotherJdkGetsItsOwnCache() throws Exception {
    bounce();
    Files.delete(startUpCache());
    assertEquals(new Outcome(1, "x\n", ""), bounce("x"));
    assertTrue(Files.size(startUpCache()) > 0, "the training was run again");
    assertEquals(1, builds());
  }

  @Test
  void aSymbolicLinkLeadsToTheCheckout() throws Exception {
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, Path.of("my checkout/bounce"));
    Files.createSymbolicLink(directory.resolve("link to link"), link);
    assertEquals("x\n", outcome(start(Path.of("/"), link.toString(), "x")).output());
    assertEquals("x\n", outcome(start(directory, "./link to link", "x")).output());
    assertEquals("x\n", outcome(start(checkout, "./bounce", "x")).output());
    assertEquals("x\n", outcome(start(checkout, "sh", "bounce", "x")).output());
    assertEquals("x\n", outcome(start(directory, "my checkout/bounce", "x")).output());
    assertEquals(1, builds());
  }

  @Test
  void withoutASuitableJdkItSaysWhatIsWrong() throws Exception {
    Process process =
        command(checkout, List.of("./bounce", "plan"), directory.resolve("no jdk")).start();
    Outcome refused = outcome(process);
    assertEquals(2, refused.exitCode());
    assertEquals(
        "bounce: BOUNCE_JAVA_HOME=" + directory.resolve("no jdk") + " is not a JDK 25 or newer\n",
        refused.errors());
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    Files.delete(maven);
    ProcessBuilder command = command(checkout, List.of("./bounce"), javaHome());
    // The tools that the launcher itself needs, and nothing else.
    for (String tool : List.of("find", "flock", "mkdir")) {
      Path found = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(maven.resolveSibling(tool), found);
    }
    command.environment().put("PATH", maven.getParent() + "");
    command.command().addFirst("/bin/sh");
    Outcome refused = outcome(command.start());
    assertEquals(2, refused.exitCode());
    assertEquals(
        "bounce: has to be built, which needs mvn. "
            + "Install it (the package maven or util-linux).\n",
        refused.errors());
  }

  @Test
  void whereNothingCanBeWrittenItSaysSo() throws Exception {
    Files.writeString(checkout.resolve("target"), "a file, where a directory should be");
    Outcome refused = bounce();
    assertEquals(2, refused.exitCode());
    assertTrue(refused.errors().contains("cannot be written"), refused.errors());
  }

  @Test
  void moreOptionsReachTheJvm() throws Exception {
    bounce();
    ProcessBuilder command = command(checkout, List.of("./bounce", "x"), javaHome());
    command.environment().put("BOUNCE_JAVA_OPTIONS", "-Xmx64m -Dcolour=* -showversion");
    Outcome outcome = outcome(command.start());
    assertEquals("x\n", outcome.output());
    assertTrue(outcome.errors().contains("Runtime Environment"), outcome.errors());
  }

  private Outcome bounce(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addFirst("./bounce");
    return outcome(start(checkout, words.toArray(String[]::new)));
  }

  private Process start(Path workingDirectory, String... words) throws IOException {
    return command(workingDirectory, List.of(words), javaHome()).start();
  }

  private ProcessBuilder command(Path workingDirectory, List<String> words, Path javaHome) {
    ProcessBuilder command =
        new ProcessBuilder(new ArrayList<>(words)).directory(workingDirectory.toFile());
    command.environment().put("PATH", maven.getParent() + ":/usr/bin:/bin");
    command.environment().put("BOUNCE_JAVA_HOME", javaHome.toString());
    command.environment().remove("BOUNCE_JAVA_OPTIONS");
    command.environment().remove("JAVA_TOOL_OPTIONS");
    return command;
  }

  /** What little is printed here fits a pipe, so one stream can be read after the other. */
  private static Outcome outcome(Process process) throws Exception {
    assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "ended in time");
    return new Outcome(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), UTF_8),
        new String(process.getErrorStream().readAllBytes(), UTF_8));
  }

  private int builds() throws IOException {
    return Files.readAllLines(directory.resolve("calls")).size();
  }

  private Path startUpCache() throws IOException {
    Path launcher = checkout.resolve("target/launcher");
    String build = Files.readString(launcher.resolve("current")).strip();
    return launcher.resolve("builds/" + build + "/" + Runtime.version() + ".aot");
  }

  private static Path javaHome() {
    return Path.of(System.getProperty("java.home", ""));
  }

  private void playMaven(String script) throws IOException {
    Files.writeString(maven, "#!/bin/sh\nset -e\n" + script);
    assertTrue(maven.toFile().setExecutable(true), "made executable");
  }

  private static void copy(Path source, Path target) throws IOException {
    Files.copy(source, target);
    assertTrue(target.toFile().setExecutable(true), "made executable");
  }

  /** So that nothing counts as changed just because this test has only now written it. */
  private static void makeOld(Path tree) throws IOException {
    FileTime longAgo = FileTime.from(Instant.now().minusSeconds(60));
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.setLastModifiedTime(file, longAgo);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void writeProgram(Path jar) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-d", classes.toString());
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("Main.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return PROGRAM;
          }
        };
    assertTrue(compiler.getTask(null, null, null, options, null, List.of(source)).call());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream archive = new JarOutputStream(file)) {
      archive.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
      archive.write("Manifest-Version: 1.0\nMain-Class: dev.bounce.cli.Main\n".getBytes(UTF_8));
      for (String name : List.of("Main", "Training")) {
        String path = "dev/bounce/cli/" + name + ".class";
        archive.putNextEntry(new JarEntry(path));
        Files.copy(classes.resolve(path), archive);
      }
    }
  }
}
