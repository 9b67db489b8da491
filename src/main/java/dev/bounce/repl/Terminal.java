package dev.bounce.repl;

import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.DiagnosticText;
import dev.bounce.diag.Neutral;
import dev.bounce.run.Confirmation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/**
 * A session at a terminal: a line editor with history, completion and colours around a {@link
 * Session}. The only place that knows a terminal, together with the classes that the editor calls.
 */
public final class Terminal implements AutoCloseable, Confirmation {
  private static final String PROMPT = "bounce> ";
  private static final String CONTINUATION = "   ...> ";
  private static final String HISTORY_ENTRIES = "1000";
  private static final Set<String> YES = Set.of("y", "yes");
  private static final int UNKNOWN_WIDTH = 80;
  private static final int SMALLEST_WIDTH = 20;

  private final org.jline.terminal.Terminal terminal;
  private final Optional<Path> history;
  private final boolean colour;
  private final LineReader questions;
  private final AtomicReference<Optional<Session>> session =
      new AtomicReference<>(Optional.empty());

  /**
   * @param terminal is closed with this
   * @param history where entries are remembered, a file that only its owner may read
   * @param colour whether colours are shown
   */
  Terminal(org.jline.terminal.Terminal terminal, Optional<Path> history, boolean colour) {
    this.terminal = terminal;
    this.history = history;
    this.colour = colour;
    this.questions =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.DISABLE_HISTORY, true)
            .build();
  }

  /**
   * Takes over the terminal of this process.
   *
   * @param history where entries are remembered, a file that only its owner may read
   */
  public static Terminal open(Optional<Path> history, boolean colour) throws IOException {
    return new Terminal(
        TerminalBuilder.builder()
            .name("bounce")
            .system(true)
            .providers("jni,exec")
            .dumb(true)
            .encoding(StandardCharsets.UTF_8)
            .build(),
        history,
        colour);
  }

  /** Takes entries until the person leaves; what failed was shown, and is over. */
  public void converse(Session entries) {
    session.set(Optional.of(entries));
    // A terminal that knows its signals takes this over; a dumb one has to be told.
    Object signal = Signals.register("INT", () -> terminal.raise(Signal.INT));
    terminal.handle(Signal.INT, _ -> entries.interrupt());
    try {
      converse(entries, editor(entries));
    } finally {
      Signals.unregister("INT", signal);
    }
  }

  private void converse(Session entries, LineReader editor) {
    boolean leaves = false;
    while (!leaves) {
      try {
        Entry entry = entries.enter(editor.readLine(PROMPT));
        show(entry);
        leaves = entry.leaves();
      } catch (UserInterruptException cleared) {
        // Ctrl-C: what was typed is dropped, and the next entry begins.
      } catch (EndOfFileException left) {
        leaves = true;
      }
    }
  }

  private LineReader editor(Session entries) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("bounce")
            .terminal(terminal)
            .parser(new EntryLines())
            .history(new EntryHistory())
            .completer((_, line, candidates) ->
                Completion.of(line.line().substring(0, line.cursor()), entries.vocabulary())
                    .candidates()
                    .forEach(word -> candidates.add(new Candidate(word))))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
            .variable(LineReader.HISTORY_SIZE, HISTORY_ENTRIES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_ENTRIES);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    if (colour) {
      builder.highlighter(new EntryColours());
    }
    return builder.build();
  }

  private void show(Entry entry) {
    terminal.writer().print(entry.output());
    showAll(entry.errors());
    terminal.flush();
  }

  /** Shows diagnostics, as wide as the terminal is now. */
  public void showAll(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      terminal
          .writer()
          .print(DiagnosticText.render(diagnostics, new DiagnosticText.Style(colour, width())));
      terminal.flush();
    }
  }

  /** Begins to tell a run, with a region below its lines; to be closed when the run has ended. */
  public LiveView watch() {
    boolean isDumb = terminal.getType().startsWith(org.jline.terminal.Terminal.TYPE_DUMB);
    return LiveView.begin(
        output(),
        () -> isDumb ? Optional.empty() : Optional.of(new Screen.Borrowed(terminal)),
        InstantSource.system());
  }

  /** Returns how many letters a row has now. */
  public int width() {
    int width = terminal.getWidth();
    return width <= 0 ? UNKNOWN_WIDTH : Math.max(SMALLEST_WIDTH, width);
  }

  /** Returns what a run may write its progress to, while no line is edited. */
  public PrintStream output() {
    return new PrintStream(terminal.output(), true, terminal.encoding());
  }

  @Override
  public boolean isPossible() {
    return true;
  }

  @Override
  public boolean confirms(String question) throws InterruptedException {
    try {
      String answer = questions.readLine(Neutral.line(question) + " [y/N] ");
      return YES.contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (EndOfFileException noAnswer) {
      return false;
    } catch (UserInterruptException interrupted) {
      session.get().ifPresent(Session::interruptOnce);
      throw new InterruptedException("the question was withdrawn");
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
