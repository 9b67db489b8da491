package dev.bounce.cli;

import dev.bounce.repl.LiveView;
import dev.bounce.report.EventLines;
import dev.bounce.report.RunText;
import dev.bounce.run.Confirmation;
import dev.bounce.run.EventSink;
import java.io.PrintStream;

/** How one run is told while it goes on. To be closed before anything else is written. */
sealed interface Narration extends AutoCloseable {
  /** Begins to tell a run. */
  static Narration begin(PrintStream out, Style style, OutputFormat format) {
    return switch (format) {
      case json -> new Lines(new EventLines(out));
      case text ->
          switch (style) {
            case PLAIN -> new Lines(new RunText(out, false));
            case COLOURED -> new Lines(new RunText(out, true));
            case LIVE -> new Live(LiveView.begin(out));
          };
    };
  }

  /** What text may look like. */
  enum Style {
    PLAIN,
    COLOURED,
    /** Coloured, and with a region at the bottom of the terminal that is drawn anew. */
    LIVE
  }

  /** Returns who is told the events. */
  EventSink sink();

  /** Returns who answers questions, in the midst of it. */
  Confirmation asking(Confirmation asked);

  @Override
  void close();

  /** Line by line. */
  record Lines(EventSink sink) implements Narration {
    @Override
    public Confirmation asking(Confirmation asked) {
      return asked;
    }

    @Override
    public void close() {
      // Each line was written when it was told.
    }
  }

  /** With a region that shows how it stands. */
  record Live(LiveView sink) implements Narration {
    @Override
    public Confirmation asking(Confirmation asked) {
      return sink.asking(asked);
    }

    @Override
    public void close() {
      sink.close();
    }
  }
}
