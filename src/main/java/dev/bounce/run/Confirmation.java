package dev.bounce.run;

/** Asks a person. */
public interface Confirmation {
  /** Says yes to everything: {@code --yes}. */
  Confirmation ALWAYS =
      new Confirmation() {
        @Override
        public boolean isPossible() {
          return true;
        }

        @Override
        public boolean confirms(String question) {
          return true;
        }
      };

  /** Nobody is there to be asked. */
  Confirmation IMPOSSIBLE =
      new Confirmation() {
        @Override
        public boolean isPossible() {
          return false;
        }

        @Override
        public boolean confirms(String question) {
          return false;
        }
      };

  /** Tells whether anybody can be asked. */
  boolean isPossible();

  /**
   * Asks, and waits for the answer.
   *
   * @throws InterruptedException when the calling thread is interrupted; the question is withdrawn
   */
  boolean confirms(String question) throws InterruptedException;
}
