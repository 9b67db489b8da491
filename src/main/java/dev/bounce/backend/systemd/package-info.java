/** systemd, by its own commands systemctl and journalctl. */
@NullMarked
package dev.bounce.backend.systemd;

import org.jspecify.annotations.NullMarked;
