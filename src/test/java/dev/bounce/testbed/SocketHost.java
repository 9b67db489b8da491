package dev.bounce.testbed;

import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FileOwnership;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HttpExchange;
import dev.bounce.host.HttpRequest;
import dev.bounce.host.HttpResponse;
import dev.bounce.host.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** This machine as far as sockets and files to read are concerned; everything else is refused. */
public class SocketHost implements Host {
  @Override
  public String name() {
    return "localhost";
  }

  @Override
  public CommandResult execute(CommandLine command, Duration timeout, Consumer<String> onLine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpResponse exchange(HttpRequest request, Duration timeout) throws HostException {
    return HttpExchange.send(request, timeout);
  }

  @Override
  public void connect(Endpoint endpoint, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ProcessIdentity> process(long pid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant startedAt(ProcessIdentity process) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void signal(ProcessIdentity process, String signal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ProcessIdentity spawn(CommandLine command, Path logFile, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public Optional<FileOwnership> ownership(Path path) {
    return FileOwnership.ofLocal(path);
  }

  @Override
  public String read(Path path, int limitBytes) throws HostException {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new HostException(HostException.Reason.ABSENT, "cannot read " + path);
    }
  }

  @Override
  public List<String> tail(Path path, int lines) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(Path path, String text) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(Path path) {
    throw new UnsupportedOperationException();
  }
}
