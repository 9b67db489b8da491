package dev.bounce.integration.load;

import dev.bounce.testbed.RealGunicorn;
import dev.bounce.testbed.RealSupervisor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two gunicorns that share a socket which supervisord holds. */
final class SharedSocketScenario implements RollingScenario {
  private static final List<String> MEMBERS = List.of("shared:shared_0", "shared:shared_1");

  private @Nullable RealGunicorn application;
  private @Nullable RealSupervisor supervisor;

  @Override
  public String title() {
    return "gunicorns on a supervisor fcgi socket";
  }

  @Override
  public void start(Path folder) throws IOException {
    application = RealGunicorn.prepare(folder.resolve("a"));
    Path sections = folder.resolve("sections.conf");
    Files.writeString(
        sections,
        """
        [fcgi-program:shared]
        socket=tcp://%s
        command=/usr/bin/gunicorn --workers 2 --bind fd://0 --chdir %s wsgi:app
        process_name=%%(program_name)s_%%(process_num)d
        numprocs=2
        startsecs=1
        """
            .formatted(application.address("").getAuthority(), application.folder()));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
  }

  @Override
  public URI address() throws IOException {
    return Started.of(application).address("/");
  }

  @Override
  public String runbook() throws IOException {
    return """
    service web { via supervisor; server "unix://%s"; group "shared"; health http "%s" }
    phase web by 1
    """
        .formatted(Started.of(supervisor).socket(), address());
  }

  @Override
  public Set<String> identities() throws IOException {
    return SupervisedMembers.identities(Started.of(supervisor), MEMBERS);
  }

  @Override
  public String naiveTitle() {
    return "supervisorctl restart shared:*";
  }

  @Override
  public void restartNaively() throws IOException {
    SupervisedMembers.restartAll(Started.of(supervisor), "shared");
  }

  @Override
  public void close() throws IOException {
    if (supervisor != null) {
      supervisor.close();
    }
  }
}
