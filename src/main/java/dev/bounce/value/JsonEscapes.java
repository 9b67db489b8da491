package dev.bounce.value;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.bounce.diag.Neutral;
import org.jspecify.annotations.Nullable;

/** Escapes in JSON what acts on a terminal, and halves of surrogate pairs. */
final class JsonEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;
  private static final int DELETE = 0x7f;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return Neutral.acts(character) ? new SerializedString("\\u%04x".formatted(character)) : null;
  }
}
