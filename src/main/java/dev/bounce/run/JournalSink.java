package dev.bounce.run;

import dev.bounce.diag.Diagnostic;
import java.util.Map;
import java.util.Optional;

/**
 * Writes every event into a journal before the run goes on. Effects that are about to be sent are
 * written so that they survive the end of the machine.
 */
public final class JournalSink implements EventSink {
  private final JournalWriter writer;

  /** Returns a sink over a journal that it does not close. */
  public JournalSink(JournalWriter writer) {
    this.writer = writer;
  }

  /** The journal can no longer be written: then nothing more may be done. */
  public static final class JournalFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    JournalFailure(StateException cause) {
      super(cause.diagnostic().message(), cause);
      this.diagnostic = cause.diagnostic();
    }

    /** Returns what is shown. */
    public Diagnostic diagnostic() {
      return diagnostic;
    }
  }

  @Override
  public void accept(Event event) {
    Map<String, Object> fields = EventFields.of(event);
    String kind = String.valueOf(Optional.ofNullable(fields.remove("kind")).orElse(""));
    fields.remove("at");
    boolean durable = event instanceof Event.EffectsPlanned || event instanceof Event.RunStarted;
    try {
      writer.append(event.at(), kind, fields, durable);
    } catch (StateException failed) {
      throw new JournalFailure(failed);
    }
  }
}
