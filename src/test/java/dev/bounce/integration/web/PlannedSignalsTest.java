package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealNginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signals that servers say they got are those of the plan, in its order. */
@Tag("integration")
final class PlannedSignalsTest {
  @TempDir Path folder;

  @Test
  void nginxGetsThoseOfThePlan() throws Exception {
    try (RealNginx nginx = RealNginx.start(folder.resolve("n"))) {
      String service =
          "service front { via nginx; pid-file \"%s\"; config \"%s\"; log \"%s\" }"
              .formatted(nginx.pidFile(), nginx.configuration(), nginx.log());
      // Only what the master logs: it tells its workers by signals, too. CHLD and IO are of the
      // kernel's making.
      Pattern received =
          Pattern.compile(
              "%d#\\d+: signal \\d+ \\(SIG((?!CHLD|IO\\b)\\w+)\\) received".formatted(nginx.pid()));
      assertAsPlanned(
          List.of("HUP", "USR2", "WINCH", "QUIT"),
          nginx.log(),
          received,
          service,
          "reload front",
          "restart front mode hot");
    }
  }

  @Test
  void gunicornGetsThoseOfThePlan() throws Exception {
    try (RealGunicorn gunicorn = RealGunicorn.start(folder.resolve("g"))) {
      String service =
          "service web { via gunicorn; pid-file \"%s\"; stable 1s }".formatted(gunicorn.pidFile());
      assertAsPlanned(
          List.of("HUP", "USR1", "USR2", "TERM"),
          gunicorn.log(),
          Pattern.compile("Handling signal: (\\w+)"),
          service,
          "reload web",
          "signal web USR1",
          "restart web mode hot");
    }
  }

  private void assertAsPlanned(List<String> expected, Path log, Pattern received, String... lines)
      throws Exception {
    Path runbook = folder.resolve("planned.runbook");
    Files.writeString(runbook, String.join("\n", lines) + "\n");
    CommandLineRun commands = new CommandLineRun(folder.resolve("state"));
    int before = signals(log, received).size();
    Outcome plan = commands.stateful("plan", runbook.toString(), "--live", "--format", "json");
    assertEquals(expected, planned(plan));
    assertEquals(before, signals(log, received).size(), "planning sent a signal");
    Outcome run = commands.stateful("run", runbook.toString());
    assertEquals(0, run.exitCode(), run::all);
    List<String> all = signals(log, received);
    assertEquals(expected, all.subList(before, all.size()), run::all);
  }

  private static List<String> signals(Path log, Pattern received) throws IOException {
    return received
        .matcher(Files.readString(log))
        .results()
        .map((MatchResult match) -> match.group(1).toUpperCase(Locale.ROOT))
        .toList();
  }

  private static List<String> planned(Outcome plan) throws IOException {
    assertEquals(0, plan.exitCode(), plan::all);
    List<String> signals = new ArrayList<>();
    for (JsonNode step : new ObjectMapper().readTree(plan.out()).get("effects")) {
      for (JsonNode service : step) {
        for (JsonNode stage : service.get("stages")) {
          stage
              .get("effects")
              .forEach(effect -> {
                if (effect.has("signal")) {
                  signals.add(effect.get("signal").asText());
                }
              });
        }
      }
    }
    return signals;
  }
}
