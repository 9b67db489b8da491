package dev.bounce.backend.gunicorn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/python3 /usr/bin/gunicorn -w 2 wsgi:app",
        "/srv/shop/bin/python /srv/shop/bin/gunicorn wsgi:app",
        "/srv/shop/bin/python -m gunicorn wsgi:app",
        "/usr/bin/gunicorn3 wsgi:app",
      })
  void aMasterIsKnownByItsProgram(String line) {
    assertTrue(Arguments.isGunicorn(List.of(line.split(" ", -1))));
  }

  @Test
  void aMasterIsKnownByItsTitle() {
    assertTrue(Arguments.isGunicorn(List.of("gunicorn: master [wsgi:app]")));
    assertFalse(Arguments.isGunicorn(List.of("gunicorn: worker [wsgi:app]")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/usr/bin/python3 /srv/worker.py", "vi gunicorn.conf.py", "nginx"})
  void anythingElseIsNone(String line) {
    assertFalse(Arguments.isGunicorn(List.of(line.split(" ", -1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-w 4", "-w4", "--workers 4", "--workers=4"})
  void theNumberOfWorkersIsRead(String option) {
    Arguments arguments = new Arguments(List.of(("gunicorn " + option + " a:b").split(" ", -1)));
    assertEquals(Optional.of(4), arguments.workers());
  }

  @Test
  void noNumberIsNone() {
    assertEquals(Optional.empty(), new Arguments(List.of("gunicorn", "wsgi:app")).workers());
    assertEquals(Optional.empty(), new Arguments(List.of("gunicorn", "--workers=x")).workers());
  }
}
