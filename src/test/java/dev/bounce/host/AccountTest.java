package dev.bounce.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccountTest {
  @Test
  void sudoNeverAsksAndSeesNamesOnly() {
    assertEquals(
        List.of("sudo", "-n", "-H", "--preserve-env=TOKEN,WORD", "-u", "app", "--"),
        Account.bySudo("app", new LinkedHashSet<>(List.of("TOKEN", "WORD"))).prefix());
    assertEquals(
        List.of("sudo", "-n", "-H", "-u", "app", "--"), Account.bySudo("app", Set.of()).prefix());
  }

  @Test
  void rootBecomesTheUserWithAllItsGroups() {
    Account account =
        Account.bySetpriv(List.of("app", "x", "7", "8", "App", "/srv/app", "/bin/sh"));
    assertEquals(
        List.of("setpriv", "--reuid=7", "--regid=8", "--init-groups", "--"), account.prefix());
    assertEquals(
        Map.of("USER", "app", "LOGNAME", "app", "HOME", "/srv/app"), account.environment());
  }

  @Test
  void oneselfNeedsNothing() throws HostException {
    Optional<String> self = Optional.of(System.getProperty("user.name"));
    assertEquals(List.of(), Account.become(self, Set.of()).prefix());
    assertFalse(Account.isAnother(Optional.empty()));
  }

  @Test
  void aNameIsNeverAnOption() {
    for (String name : List.of("-u", "--login", "a b", "#0", "", "x;y", "../x")) {
      assertThrows(HostException.class, () -> Account.become(Optional.of(name), Set.of()), name);
    }
  }
}
