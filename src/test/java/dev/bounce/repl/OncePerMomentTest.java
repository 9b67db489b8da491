package dev.bounce.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerMomentTest {
  private final AtomicLong now = new AtomicLong(-7);
  private final AtomicInteger heard = new AtomicInteger();
  private final Runnable signal = new OncePerMoment(heard::incrementAndGet, now::get);

  @Test
  void aPairIsOneSignal() {
    signal.run();
    now.addAndGet(OncePerMoment.MOMENT_NANOS - 1);
    signal.run();
    assertEquals(1, heard.get());
  }

  @Test
  void aMomentLaterAPersonMeansIt() {
    signal.run();
    now.addAndGet(OncePerMoment.MOMENT_NANOS / 2);
    signal.run();
    now.addAndGet(OncePerMoment.MOMENT_NANOS / 2);
    signal.run();
    assertEquals(2, heard.get());
  }
}
