package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.host.FollowedFiles;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.LogFollower;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Step;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Shows what is added to logs all through a body. A log that cannot be read fails nothing. */
final class FollowExecutor {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private final Run run;
  private final StepExecutor steps;

  FollowExecutor(Run run, StepExecutor steps) {
    this.run = run;
    this.steps = steps;
  }

  void execute(Step.Follow step, Frame frame) throws StepFailedException {
    try (LogTeller teller = new LogTeller(run, frame.step())) {
      if (step.target().isPresent()) {
        followMembers(step, frame, teller);
      }
      if (step.files().isPresent()) {
        followFiles(step, frame, teller);
      }
      try (Scheduler.Background _ = run.world.scheduler().start(teller::tellAlong)) {
        try {
          steps.execute(step.body(), frame.withOwnEnvironment());
        } finally {
          teller.hold();
        }
      }
    }
  }

  private void followMembers(Step.Follow step, Frame frame, LogTeller teller)
      throws StepFailedException {
    run.services.each(
        step.target().orElseThrow(),
        frame,
        (sighting, members) -> {
          String service = sighting.service().plan().name();
          try {
            Optional<LogFollower> follower = follower(sighting, members);
            if (follower.isPresent()) {
              teller.add(service, follower.get());
            } else {
              teller.trouble(
                  service,
                  "%s does not say where it writes; `follow files` names its logs"
                      .formatted(sighting.service().plan().backend()));
            }
          } catch (BackendException e) {
            teller.trouble(service, e.text());
          }
        });
  }

  private static Optional<LogFollower> follower(Sighting sighting, List<MemberState> members)
      throws BackendException {
    Service service = sighting.service();
    List<String> names = members.stream().map(MemberState::member).toList();
    return service.backend().follow(service.settings(), names, service.host(), Bounds.CALL);
  }

  private void followFiles(Step.Follow step, Frame frame, LogTeller teller)
      throws StepFailedException {
    List<String> patterns = run.formulas.texts(step.files().orElseThrow(), frame);
    Host host = new Places(run).find(step.inside(), frame);
    String all = String.join(", ", patterns);
    teller.add(all, new FollowedFiles(host, () -> found(patterns, host), all));
  }

  /** Files of one name are told apart by their folders. */
  private static Map<Path, String> found(List<String> patterns, Host host) throws HostException {
    List<Path> paths = new ArrayList<>();
    for (String pattern : patterns) {
      // A file that is named may be on its way, and is told where it never comes.
      paths.addAll(
          WILDCARD.matcher(pattern).find() ? host.glob(pattern) : List.of(Path.of(pattern)));
    }
    Set<String> names = new HashSet<>();
    Set<String> ambiguous = new HashSet<>();
    Map<Path, String> found = new LinkedHashMap<>();
    paths.stream()
        .distinct()
        .forEach(path -> {
          String name = FollowedFiles.nameOf(path);
          found.put(path, name);
          if (!names.add(name)) {
            ambiguous.add(name);
          }
        });
    found.replaceAll((path, name) -> ambiguous.contains(name) ? path.toString() : name);
    return found;
  }
}
