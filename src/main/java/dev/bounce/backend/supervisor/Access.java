package dev.bounce.backend.supervisor;

import dev.bounce.host.Endpoint;
import java.util.Optional;

/**
 * How a supervisord is reached.
 *
 * @param endpoint its socket, looked up
 * @param credentials absent where it asks for none
 */
record Access(Endpoint endpoint, Optional<Credentials> credentials) {}
