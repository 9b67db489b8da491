package dev.bounce.host;

/**
 * A file of which only what is added is read: also when it is replaced, as by the rotation of logs,
 * or emptied. A file that is emptied and has grown beyond its old length between two looks cannot
 * be told from one that has only grown. Not for several threads.
 */
public interface FollowedFile extends AutoCloseable {
  /**
   * Hands on what was added since the last look; of very much a part, and the rest at the next one.
   * That there is no file right now is no error: it may be on its way.
   *
   * @throws HostException PERMISSION or UNREADABLE when it cannot be read; the next look tries
   *     again
   */
  void look(AddedLines lines) throws HostException;

  /**
   * Tells whether there was a file at the last look, or, before the first one, at the beginning.
   */
  boolean isThere();

  @Override
  void close();
}
