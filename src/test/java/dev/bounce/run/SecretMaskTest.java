package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.value.Value.SecretValue;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecretMaskTest {
  @Test
  void whatTheParametersShowIsNotMasked() {
    SecretMask mask = new SecretMask(List.of("\"shop\"", "dev"));
    mask.learn(new SecretValue("shop"));
    mask.learn(new SecretValue("shopper"));
    mask.learn(new SecretValue("hunter2"));
    assertEquals("shop_web, •••, •••", mask.mask("shop_web, shopper, hunter2"));
  }
}
