package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.inventory.Inventory;
import dev.bounce.inventory.InventoryFile;
import dev.bounce.inventory.Loaded;
import dev.bounce.run.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a runbook is applied to: the values of its parameters, and the inventory. */
final class InputOptions {
  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "Give a parameter of the runbook a value; may be repeated.")
  // Not a map: picocli would look for quotes in the values.
  private List<String> parameters = new ArrayList<>();

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "Take services from this inventory instead of inventory.yml beside the runbook.")
  private @Nullable Path inventory;

  /** Returns the values of parameters by name, as they were written; the last of a name counts. */
  Map<String, String> parameters() throws Refusal {
    Map<String, String> values = new LinkedHashMap<>();
    for (String parameter : parameters) {
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
        inventory == null
            ? InventoryFile.find(runbook)
            : Optional.of(InventoryFile.named(inventory));
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
