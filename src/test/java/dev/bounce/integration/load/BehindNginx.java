package dev.bounce.integration.load;

import java.io.IOException;
import java.net.URI;

/** What is asked through an nginx, which passes each request on once. */
interface BehindNginx extends RollingScenario {
  /** Returns that nginx, which runs. */
  NginxFront front();

  @Override
  default URI address() throws IOException {
    return front().address();
  }

  @Override
  default URI slowAddress() throws IOException {
    return address().resolve(Site.SLOW);
  }
}
