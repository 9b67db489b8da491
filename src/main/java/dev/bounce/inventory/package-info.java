/** The YAML inventory: services, groups and hosts that a reviewed runbook is applied to. */
@NullMarked
package dev.bounce.inventory;

import org.jspecify.annotations.NullMarked;
