package dev.bounce.cli;

import dev.bounce.backend.Backend;
import dev.bounce.check.Definitions;
import dev.bounce.check.Functions;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import dev.bounce.diag.Suggest;
import dev.bounce.library.BundledModules;
import dev.bounce.plan.Verb;
import dev.bounce.report.Columns;
import dev.bounce.run.ExitCode;
import dev.bounce.syntax.Parser;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.syntax.Statement.Header;
import dev.bounce.value.Type;
import dev.bounce.verb.Verbs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce doc}: verbs, functions, backends and modules. */
final class DocumentationCommand implements Subcommand {
  private final Console console;
  private final BundledModules modules = new BundledModules();

  DocumentationCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "List verbs, functions, backends and modules, or document one of them.");
    specification.addPositional(Arguments.words("NAME", false, "A verb, backend or module."));
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    if (arguments.words().isEmpty()) {
      overview();
    } else {
      one(String.join(" ", arguments.words()));
    }
    return ExitCode.DONE;
  }

  private void overview() {
    console.out().println("verbs");
    Verbs.ALL.forEach(verb -> console.out().println("  " + usage(verb.signature())));
    console.out().println("\nfunctions");
    Functions.names()
        .forEach(function -> console.out().println("  " + usage(Functions.find(function).get())));
    console
        .out()
        .println(
            "\nbackends\n  " + String.join(", ", backends().stream().map(Backend::name).toList()));
    console.out().println("\nmodules\n  " + String.join(", ", modules.names()));
  }

  private void one(String wanted) throws Refusal {
    Optional<Verb> verb =
        Verbs.ALL.stream().filter(one -> one.signature().verb().equals(wanted)).findFirst();
    Optional<Backend> backend =
        backends().stream().filter(one -> one.name().equals(wanted)).findFirst();
    Optional<Source> module = modules.find(wanted);
    if (verb.isPresent()) {
      console.out().println(usage(verb.get().signature()));
    } else if (Functions.find(wanted).isPresent()) {
      console.out().println(usage(Functions.find(wanted).get()));
    } else if (backend.isPresent() || module.isPresent()) {
      backend.ifPresent(this::backend);
      if (backend.isPresent() && module.isPresent()) {
        console.out().println("\nuse " + wanted); // a module may be about a backend
      }
      module.ifPresent(this::module);
    } else {
      List<String> known = new ArrayList<>(modules.names());
      known.addAll(Functions.names());
      Verbs.ALL.forEach(one -> known.add(one.signature().verb()));
      backends().forEach(one -> known.add(one.name()));
      throw Refusal.usage(
          Diagnostic.error(Code.U001, "nothing is called `" + wanted + "`")
              .hint("`bounce doc` lists everything")
              .suggest(Suggest.nearest(wanted, known)));
    }
  }

  private static List<Backend> backends() {
    return List.copyOf(Product.backends(Path.of("")).values());
  }

  private static String usage(Signature signature) {
    StringBuilder text = new StringBuilder(signature.verb());
    for (Signature.Slot slot : signature.slots()) {
      String word = slot.name().toUpperCase(Locale.ROOT) + (slot.repeated() ? "…" : "");
      text.append(slot.required() ? " " + word : " [" + word + "]");
    }
    for (Signature.Clause clause : signature.clauses()) {
      String value =
          clause.type() == Type.FLAG ? "" : " " + clause.type().text().toUpperCase(Locale.ROOT);
      String whole = clause.word() + value + (clause.later().isPresent() ? " (not yet)" : "");
      text.append(clause.required() ? " " + whole : " [" + whole + "]");
    }
    text.append(
        switch (signature.block()) {
          case NONE -> "";
          case OPTIONAL -> " [{ … }]";
          case REQUIRED -> " { … }";
        });
    return text + (signature.later().isPresent() ? "   (not supported yet)" : "");
  }

  private static String usage(Functions.Signature function) {
    String parameters =
        function.parameters().stream().map(Type::text).collect(Collectors.joining(", "));
    String later = function.kind() == Functions.Kind.LATER ? "   (not supported yet)" : "";
    return function.name() + "(" + parameters + "): " + function.result().text() + later;
  }

  private void backend(Backend backend) {
    console.out().println("via " + backend.name());
    Columns.of(
            backend.properties().stream()
                .map(property ->
                    List.of(property.name(), property.type().text(), property.documentation()))
                .toList())
        .forEach(line -> console.out().println("  " + line));
  }

  private void module(Source source) {
    for (var statement : Parser.parse(source).module().statements()) {
      if (statement instanceof Header header) {
        header.documentation().ifPresent(text -> console.out().println(text + "\n"));
      } else if (statement instanceof Definition definition
          && !definition.name().text().startsWith("_")) {
        console.out().println(usage(Definitions.signature(definition, definition.name().text())));
        definition
            .documentation()
            .ifPresent(text -> console.out().println(text.indent(4).stripTrailing()));
      }
    }
  }
}
