package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.inventory.Inventory;
import dev.bounce.inventory.InventoryFile;
import dev.bounce.inventory.Loaded;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a runbook is applied to: the values of its parameters, and the inventory.
 *
 * @param arguments what the command line says of them
 */
record InputOptions(Arguments arguments) {
  /** Adds the options to a command. */
  static void addTo(CommandSpec specification) {
    specification.addOption(
        // Not a map: picocli would look for quotes in the values.
        OptionSpec.builder("-p", "--param")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("NAME=VALUE")
            .description("Give a parameter of the runbook a value; may be repeated.")
            .build());
    specification.addOption(
        Arguments.text(
            "FILE",
            "Take services from this inventory instead of inventory.yml beside the runbook.",
            "-i",
            "--inventory"));
  }

  /** Returns the values of parameters by name, as they were written; the last of a name counts. */
  Map<String, String> parameters() throws Refusal {
    Map<String, String> values = new LinkedHashMap<>();
    for (String parameter : arguments.texts("--param")) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw Refusal.usage(
            Diagnostic.error(Code.U001, "`-p " + parameter + "` is not NAME=VALUE"));
      }
      values.put(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    return values;
  }

  /** Returns the inventory: the one that is named, else the one beside the runbook. */
  Optional<Inventory> inventory(Path runbook) throws Refusal {
    Optional<InventoryFile> file =
        arguments
            .text("--inventory")
            .map(Path::of)
            .map(InventoryFile::named)
            .or(() -> InventoryFile.find(runbook));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Loaded loaded = file.get().load();
    if (loaded.diagnostics().stream().anyMatch(Diagnostic::isError)) {
      throw new Refusal(loaded.diagnostics(), ExitCode.USAGE);
    }
    return Optional.of(loaded.inventory());
  }
}
