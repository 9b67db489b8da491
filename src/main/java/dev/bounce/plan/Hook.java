package dev.bounce.plan;

/** What a service can say is done to one of its members around a restart. */
public enum Hook {
  /** Takes the member out of service, and waits until it has nothing in hand. */
  DRAIN("drain"),
  /** Puts the member into service again. */
  UNDRAIN("undrain"),
  /** Comes before the first effect of each restart. */
  BEFORE_RESTART("before restart");

  private final String shown;

  Hook(String shown) {
    this.shown = shown;
  }

  /** Returns the property of a service that declares it, as it is written. */
  public String shown() {
    return shown;
  }

  /** Returns it as a part of the id of a step. */
  public String key() {
    return shown.replace(' ', '-');
  }
}
