package dev.bounce.library;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import dev.bounce.syntax.Statement.Header;
import dev.bounce.syntax.Statement.Use;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds and loads modules: those of the standard library by name, others as files below the root of
 * the runbook. Reads files and nothing else.
 */
public final class Library {
  private static final String PRELUDE = "prelude";

  /** How deep modules may use each other. */
  private static final int DEEPEST = 64;

  private final StandardModules standard;

  /** Returns a library over these standard modules. */
  public Library(StandardModules standard) {
    this.standard = standard;
  }

  /** Returns the names of the modules of the standard library. */
  public List<String> standardNames() {
    return standard.names();
  }

  /**
   * Loads what a runbook uses.
   *
   * @param parsed the runbook
   * @param file where it lies; absent for text from the command line or the REPL, whose imports are
   *     looked for below {@code directory}
   * @param directory what imports are relative to
   */
  public Program load(Parsed parsed, Optional<Path> file, Path directory) {
    Loading loading = new Loading(root(directory));
    Set<String> path = new LinkedHashSet<>();
    file.ifPresent(place -> path.add(place.toAbsolutePath().normalize().toString()));
    LoadedModule main =
        loading.resolve(parsed, directory, path, fileName(parsed.module().source()), false);
    Supplier<Optional<LoadedModule>> prelude = new Prelude(loading);
    return new Program(main, prelude, loading.diagnostics);
  }

  /**
   * Loads a runbook that another one names, with what it uses.
   *
   * @param path relative to {@code directory}
   * @param named where it is named
   * @param problems is told why there is none
   */
  public Optional<Program> loadBeside(
      String path, Span named, Path directory, Diagnostics problems) {
    Loading loading = new Loading(root(directory));
    Optional<LoadedModule> found = loading.byPath(path, named, directory, new LinkedHashSet<>());
    if (found.isEmpty()) {
      problems.addAll(loading.diagnostics);
    }
    Supplier<Optional<LoadedModule>> prelude = new Prelude(loading);
    return found.map(main -> new Program(main, prelude, loading.diagnostics));
  }

  /** The folder that file imports have to stay in: the checkout, else the runbook's own folder. */
  private static Path root(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    for (Path folder = absolute; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".git"))) {
        return folder;
      }
    }
    return absolute;
  }

  private static String fileName(Source source) {
    String name = source.name().substring(source.name().lastIndexOf('/') + 1);
    return name.endsWith(".runbook") ? name.substring(0, name.length() - 8) : name;
  }

  /** Reads the prelude at most once. */
  private final class Prelude implements Supplier<Optional<LoadedModule>> {
    private final Loading loading;
    private Optional<LoadedModule> loaded = Optional.empty();
    private boolean read;

    Prelude(Loading loading) {
      this.loading = loading;
    }

    @Override
    public synchronized Optional<LoadedModule> get() {
      if (!read) {
        read = true;
        loaded =
            standard
                .find(PRELUDE)
                .map(source -> loading.standard(PRELUDE, source, new LinkedHashSet<>()));
      }
      return loaded;
    }
  }

  /** The loading of one program: each file is read once. */
  private final class Loading {
    private final Path root;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<String, LoadedModule> known = new LinkedHashMap<>();

    Loading(Path root) {
      this.root = root;
    }

    LoadedModule resolve(
        Parsed parsed, Path directory, Set<String> path, String fallbackName, boolean isStandard) {
      diagnostics.addAll(parsed.diagnostics());
      Map<String, LoadedModule> imports = new LinkedHashMap<>();
      for (var statement : parsed.module().statements()) {
        if (statement instanceof Use use) {
          load(use, directory, path).ifPresent(module -> imports.put(alias(use, module), module));
        }
      }
      String name =
          parsed.module().statements().stream()
              .filter(Header.class::isInstance)
              .map(statement -> ((Header) statement).name().plainText())
              .flatMap(Optional::stream)
              .findFirst()
              .orElse(fallbackName);
      return new LoadedModule(
          name,
          parsed.module(),
          imports,
          Digests.sha256(parsed.module().source().text()),
          isStandard);
    }

    private String alias(Use use, LoadedModule module) {
      return use.alias().or(use::name).map(Name::text).orElse(module.name());
    }

    private Optional<LoadedModule> load(Use use, Path directory, Set<String> path) {
      if (use.name().isPresent()) {
        return byName(use.name().get(), path);
      }
      Expression written = use.path().orElseThrow();
      Optional<String> text = written.plainText();
      if (text.isEmpty()) {
        diagnostics.add(
            Diagnostic.error(Code.C017, written.span(), "the path of a module is a plain string"));
        return Optional.empty();
      }
      return byPath(text.get(), written.span(), directory, path);
    }

    private Optional<LoadedModule> byName(Name name, Set<String> path) {
      Optional<Source> source = standard.find(name.text());
      if (source.isEmpty()) {
        Diagnostic error =
            Diagnostic.error(
                    Code.C017, name.span(), "the standard library has no module `" + name + "`")
                .because("it has " + String.join(", ", standard.names()));
        diagnostics.add(
            error.suggest(
                Suggest.nearest(name.text(), standard.names())
                    .or(() -> Optional.of("\"./" + name + ".runbook\""))));
        return Optional.empty();
      }
      String key = "stdlib:" + name;
      if (path.contains(key)) {
        return circle(name.span(), path, key);
      }
      return Optional.of(standard(name.text(), source.get(), path));
    }

    LoadedModule standard(String name, Source source, Set<String> path) {
      String key = "stdlib:" + name;
      LoadedModule found = known.get(key);
      if (found == null) {
        found = resolve(Parser.parse(source), root, with(path, key), name, true);
        known.put(key, found);
      }
      return found;
    }

    private Optional<LoadedModule> byPath(
        String text, Span span, Path directory, Set<String> path) {
      Optional<Path> file = below(text, span, directory);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      try {
        Path real = file.get().toRealPath();
        if (!real.startsWith(root.toRealPath())) {
          return outside(text, span);
        }
        return known(file.get(), real, span, path);
      } catch (IOException absent) {
        diagnostics.add(absent(text, span, file.get()));
        return Optional.empty();
      }
    }

    /**
     * Returns the file that a path means. One that leaves the root by its text alone is refused
     * before anything is looked at: not even whether it exists may be learned.
     */
    private Optional<Path> below(String text, Span span, Path directory) {
      try {
        Path file = directory.resolve(text).toAbsolutePath().normalize();
        return file.startsWith(root) ? Optional.of(file) : outside(text, span).map(_ -> file);
      } catch (InvalidPathException wrong) {
        diagnostics.add(
            Diagnostic.error(Code.C017, span, "this is no path").because(wrong.getReason()));
        return Optional.empty();
      }
    }

    private Optional<LoadedModule> outside(String text, Span span) {
      diagnostics.add(
          Diagnostic.error(Code.P005, span, text + " lies outside of the runbook's folder")
              .because("a runbook under review must not be able to read the machine")
              .hint("move the module into the checkout that the runbook is in"));
      return Optional.empty();
    }

    private static Diagnostic absent(String text, Span span, Path file) {
      return Diagnostic.error(Code.C017, span, "no module " + text)
          .because(file.getFileName() + " cannot be read beside " + span.source().name())
          .hint("a path is relative to the file that names it");
    }

    private Optional<LoadedModule> known(Path file, Path real, Span span, Set<String> path)
        throws IOException {
      String key = real.toString();
      if (path.contains(key)) {
        return circle(span, path, key);
      }
      if (path.size() > DEEPEST) {
        diagnostics.add(
            Diagnostic.error(
                Code.C018, span, "modules use each other more than " + DEEPEST + " deep"));
        return Optional.empty();
      }
      LoadedModule found = known.get(key);
      if (found == null) {
        Parsed parsed = Parser.parseBytes(shown(file, span), read(real));
        Path folder = Objects.requireNonNullElse(file.getParent(), root);
        String fallbackName = fileName(parsed.module().source());
        found = resolve(parsed, folder, with(path, key), fallbackName, false);
        known.put(key, found);
      }
      return Optional.of(found);
    }

    /** Reads no more than a runbook may have, and nothing that could keep the reader waiting. */
    private static byte[] read(Path file) throws IOException {
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + " is no file");
      }
      try (InputStream stream = Files.newInputStream(file)) {
        return stream.readNBytes(Parser.MAX_BYTES + 1);
      }
    }

    /** Beside the file that names it, as the reader wrote both. */
    private String shown(Path file, Span span) {
      String importer = span.source().name();
      int slash = importer.lastIndexOf('/');
      Path folder = Path.of(slash < 0 ? "" : importer.substring(0, slash));
      Path absolute = folder.toAbsolutePath().normalize();
      return file.startsWith(absolute)
          ? folder.resolve(absolute.relativize(file)).toString()
          : file.toString();
    }

    private Optional<LoadedModule> circle(Span span, Set<String> path, String key) {
      List<String> names = new ArrayList<>(path);
      List<String> circle =
          names.subList(names.indexOf(key), names.size()).stream()
              .map(name -> name.substring(name.lastIndexOf('/') + 1))
              .toList();
      diagnostics.add(
          Diagnostic.error(
                  Code.C018,
                  span,
                  "modules use each other in a circle: "
                      + String.join(" → ", circle)
                      + " → "
                      + circle.getFirst())
              .hint("move what both need into a third module"));
      return Optional.empty();
    }

    private static Set<String> with(Set<String> path, String key) {
      Set<String> longer = new LinkedHashSet<>(path);
      longer.add(key);
      return longer;
    }
  }
}
