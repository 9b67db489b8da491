package dev.bounce.repl;

import dev.bounce.report.LiveRegion;
import dev.bounce.report.Progress;
import dev.bounce.report.RunText;
import dev.bounce.run.Confirmation;
import dev.bounce.run.Event;
import dev.bounce.run.EventSink;
import dev.bounce.run.Glimpse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jline.utils.WCWidth;

/**
 * Tells a run to a person at a terminal: the lines of {@link RunText}, and below them, once the run
 * has lasted for a moment, a region that is drawn anew in place. Nothing of the region stays
 * behind.
 *
 * <p>While the region stands, all is written by one thread, at most ten times a second.
 */
public final class LiveView implements EventSink, AutoCloseable {
  /** A run that is shorter is told by its lines alone, and pays for nothing else. */
  private static final Duration BEGINS_AFTER = Duration.ofMillis(500);

  private static final Duration DRAWN_EVERY = Duration.ofMillis(100);
  private static final Duration LAST_LOOK = Duration.ofSeconds(1);

  private final PrintStream out;
  private final Supplier<Optional<Screen>> opener;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread painter;
  private final Thread restorer = new Thread(this::restore, "bounce-terminal-restorer");

  // Below: only with the lock.
  private final ByteArrayOutputStream untold = new ByteArrayOutputStream();
  private final RunText text =
      new RunText(new PrintStream(untold, true, StandardCharsets.UTF_8), true);
  private final Progress progress = new Progress();
  private Optional<RegionPainter> region = Optional.empty();
  private boolean paused;

  // Of each kind and place the latest; no lock, so that nobody who looks has to wait for a
  // terminal.
  private final Map<Object, Glimpse> glimpses = new ConcurrentHashMap<>();

  /**
   * @param out the terminal; it is flushed, and not closed
   * @param opener finds the size of the terminal; asked once, and only when the run has lasted
   * @param clock the clock of the run
   */
  LiveView(PrintStream out, Supplier<Optional<Screen>> opener, InstantSource clock) {
    this.out = out;
    this.opener = opener;
    this.clock = clock;
    this.painter = Thread.ofPlatform().daemon().name("bounce-live-view").unstarted(this::paint);
  }

  /** Begins to tell a run on the terminal of this process; to be closed when the run has ended. */
  public static LiveView begin(PrintStream out) {
    return begin(out, Screen::ofProcess, InstantSource.system());
  }

  static LiveView begin(PrintStream out, Supplier<Optional<Screen>> opener, InstantSource clock) {
    LiveView view = new LiveView(out, opener, clock);
    view.painter.start();
    return view;
  }

  @Override
  public void accept(Event event) {
    lock.lock();
    try {
      text.accept(event);
      progress.accept(event);
      if (region.isEmpty() || paused) {
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void glimpse(Glimpse glimpse) {
    Object place =
        switch (glimpse) {
          case Glimpse.Member member -> List.of(member.step(), member.member());
          case Glimpse.Probes probes -> probes.step();
        };
    glimpses.put(place, glimpse);
  }

  /** Returns who asks the same questions, with the region out of the way. */
  public Confirmation asking(Confirmation asked) {
    return new Confirmation() {
      @Override
      public boolean isPossible() {
        return asked.isPossible();
      }

      @Override
      public boolean confirms(String question) throws InterruptedException {
        pause(true);
        try {
          return asked.confirms(question);
        } finally {
          pause(false);
        }
      }
    };
  }

  private void pause(boolean wanted) {
    lock.lock();
    try {
      paused = wanted;
      if (wanted) {
        clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells the last lines and takes the region away. Closing it again does nothing. */
  @Override
  public void close() {
    end.countDown();
    boolean interrupted = false;
    while (painter.isAlive()) {
      try {
        painter.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void paint() {
    try {
      if (end.await(BEGINS_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      Optional<Screen> found = opener.get();
      if (found.isPresent()) {
        try (Screen screen = found.get()) {
          paint(screen);
        }
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it but the end of the process.
    }
  }

  private void paint(Screen screen) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(restorer);
    RegionPainter painting = new RegionPainter(screen, new LiveRegion(WCWidth::wcwidth, true));
    try {
      do {
        lock.lock();
        try {
          region = Optional.of(painting);
          draw(painting);
        } finally {
          lock.unlock();
        }
      } while (!end.await(DRAWN_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } finally {
      restore();
      forgetRestorer();
    }
  }

  private void draw(RegionPainter painting) {
    if (!paused && end.getCount() > 0) {
      glimpses
          .keySet()
          .forEach(
              place -> Optional.ofNullable(glimpses.remove(place)).ifPresent(progress::accept));
      String frame = painting.frame(progress, clock.instant(), taken());
      if (!frame.isEmpty()) {
        out.print(frame);
        out.flush();
      }
    }
  }

  /** The process may end while the terminal takes nothing; then it has to be left as it is. */
  private void restore() {
    end.countDown();
    try {
      if (lock.tryLock(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          clear();
          region = Optional.empty();
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void forgetRestorer() {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(restorer);
    } catch (IllegalStateException ending) {
      // It runs already.
    }
  }

  private void clear() {
    region.ifPresent(painting -> out.print(painting.clearing(taken())));
    tell();
  }

  private void tell() {
    out.print(taken());
    out.flush();
  }

  private String taken() {
    String lines = untold.toString(StandardCharsets.UTF_8);
    untold.reset();
    return lines;
  }
}
