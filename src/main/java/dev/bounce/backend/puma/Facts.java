package dev.bounce.backend.puma;

import dev.bounce.backend.MemberState;
import dev.bounce.host.Endpoint;
import dev.bounce.host.ProcessIdentity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a Puma that its recipes and remarks depend on.
 *
 * @param process its master; absent where it cannot be told
 * @param control the address of its control server, while that listens
 * @param certificate what is believed of it
 * @param phased whether it can replace its workers one by one
 * @param whyNotPhased why it cannot
 * @param refork whether it can fork its workers anew
 * @param jruby whether it runs on a JVM
 * @param alone whether nothing would start it again
 */
record Facts(
    Optional<ProcessIdentity> process,
    Optional<String> control,
    Optional<Path> certificate,
    Answer phased,
    String whyNotPhased,
    Answer refork,
    boolean jruby,
    boolean alone) {
  /** What can be known. */
  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  /** Nothing was seen. */
  static final Facts NONE =
      new Facts(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Answer.UNKNOWN,
          "",
          Answer.UNKNOWN,
          false,
          false);

  /** Reads what {@link #map} wrote. */
  static Facts of(MemberState state) {
    Map<String, String> map = state.facts();
    return new Facts(
        Optional.ofNullable(map.get("process")).map(Facts::process),
        Optional.ofNullable(map.get("control")),
        Optional.ofNullable(map.get("certificate")).map(Path::of),
        Answer.valueOf(map.getOrDefault("phased", "UNKNOWN")),
        map.getOrDefault("why-not-phased", ""),
        Answer.valueOf(map.getOrDefault("refork", "UNKNOWN")),
        map.containsKey("jruby"),
        map.containsKey("alone"));
  }

  Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    process.ifPresent(it ->
        map.put(
            "process",
            it.pid() + " " + it.startTicks() + " " + Integer.toUnsignedString(it.userId())));
    control.ifPresent(url -> map.put("control", url));
    certificate.ifPresent(file -> map.put("certificate", file.toString()));
    map.put("phased", phased.name());
    map.put("why-not-phased", whyNotPhased);
    map.put("refork", refork.name());
    if (jruby) {
      map.put("jruby", "");
    }
    if (alone) {
      map.put("alone", "");
    }
    return map;
  }

  /** Returns where its control server listens. */
  Optional<Endpoint> endpoint() {
    return control.flatMap(url -> ControlUrl.parse(url, certificate));
  }

  private static ProcessIdentity process(String text) {
    String[] words = text.split(" ", -1);
    return new ProcessIdentity(
        Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseUnsignedInt(words[2]));
  }
}
