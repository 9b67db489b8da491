package dev.bounce.integration.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.backend.puma.PumaBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.testbed.Eventually;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.StringValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Puma that bounce has started is one and the same in every look, however slow the looks are. */
@Tag("integration")
final class StartedPumaTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private PumaScene scene;

  @BeforeEach
  void make() throws Exception {
    scene = new PumaScene();
    scene.puma().workers(0).prepare();
    scene.puma().boot(1.5); // the first look has to come before the state file
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  /** Between the look at its state file and that at its threads, it writes the one and serves. */
  @Test
  void theLookThatComesTooEarlyForItsStateFileIsNotBelieved() throws Exception {
    PumaBackend backend = new PumaBackend(scene.folder().resolve("state"));
    LocalHost host = new LocalHost(scene.folder());
    Settings settings = settings();
    List<MemberState> none = backend.observe(settings, host, TIMEOUT);
    Effect start =
        backend.recipe(Action.START, settings, none).stages().getFirst().effects().getFirst();
    backend.carryOut(start, settings, host, TIMEOUT);
    AtomicBoolean wasSlow = new AtomicBoolean();
    MemberState first = look(backend, settings, slow(host, wasSlow));
    assertTrue(wasSlow.get(), "it had written its state file before");
    assertTrue(first.isRunning(), first::toString);
    assertEquals(first.identity(), look(backend, settings, host).identity());
  }

  private static MemberState look(PumaBackend backend, Settings settings, Host host)
      throws Exception {
    return backend.observe(settings, host, TIMEOUT).getFirst();
  }

  /** Returns a host on which that state file is first not there, and Puma serves a moment later. */
  private Host slow(Host host, AtomicBoolean wasSlow) {
    return (Host)
        Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (_, method, arguments) -> {
              Object answer;
              try {
                answer = method.invoke(host, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals("exists")
                  && arguments[0].equals(scene.puma().state())
                  && answer.equals(false)
                  && wasSlow.compareAndSet(false, true)) {
                Eventually.holds("it serves", this::serves);
              }
              return answer;
            });
  }

  private boolean serves() {
    try {
      return scene.puma().ask().startsWith("good by ");
    } catch (Exception notYet) {
      return false;
    }
  }

  private Settings settings() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("state", new StringValue(scene.puma().state().toString()));
    values.put(
        "command",
        new ListValue(scene.puma().command().stream().<Value>map(StringValue::new).toList()));
    return new Settings("web", values);
  }
}
