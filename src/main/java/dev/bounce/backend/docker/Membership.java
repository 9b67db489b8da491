package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.diag.Suggest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which containers are the members of a service: those of the names that {@code container} gives,
 * or those with labels, of which docker compose's are told by {@code compose}, {@code project} and
 * {@code compose-service}; without any of these the one that is called like the service.
 */
final class Membership {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final String NUMBER = "com.docker.compose.container-number";

  /** Compose sets it to True for the containers of {@code docker compose run}: no service's. */
  private static final String NO_SINGLE_RUN = "com.docker.compose.oneoff=False";

  /** What the Engine accepts as a name. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  private static final int NAMES_SHOWN = 12;
  private static final String ALL = "/containers/json?all=1";

  private final Settings settings;

  Membership(Settings settings) {
    this.settings = settings;
  }

  /** Returns the names of the members where they do not depend on what the Engine says. Pure. */
  Optional<List<String>> declared() {
    return labels().isEmpty() ? Optional.of(names()) : Optional.empty();
  }

  /**
   * Returns the members: those that are named in the order of the names, others by compose's
   * project, service and number, and by name.
   *
   * @throws BackendException B003 when there is none, or a name is not there
   */
  List<Container> read(EngineClient engine) throws BackendException {
    List<Container> members = new ArrayList<>();
    for (String reference : labels().isEmpty() ? names() : labelled(engine)) {
      members.add(inspect(engine, reference));
    }
    return List.copyOf(members);
  }

  private List<String> names() {
    List<String> names = settings.texts("container").stream().distinct().toList();
    return names.isEmpty() ? List.of(settings.service()) : names;
  }

  /** Returns what a container's labels have to be. */
  private List<String> labels() {
    List<String> labels = new ArrayList<>(settings.texts("label"));
    settings.text("project").ifPresent(project -> labels.add(PROJECT + "=" + project));
    settings.text("compose-service").ifPresent(service -> labels.add(SERVICE + "=" + service));
    settings
        .text("compose")
        .ifPresent(path -> {
          int slash = path.indexOf('/');
          labels.add(PROJECT + "=" + (slash < 0 ? path : path.substring(0, slash)));
          if (slash >= 0) {
            labels.add(SERVICE + "=" + path.substring(slash + 1));
          }
        });
    if (labels.size() > settings.texts("label").size()) {
      labels.add(NO_SINGLE_RUN);
    }
    return labels;
  }

  /** Returns the ids of the containers with the labels. */
  private List<String> labelled(EngineClient engine) throws BackendException {
    List<String> labels = labels();
    List<String> names = settings.texts("container");
    List<Fields> found =
        engine.list(ALL + "&" + EngineClient.filters(Map.of("label", labels))).stream()
            .filter(listed -> names.isEmpty() || names.contains(name(listed)))
            .sorted(ORDER)
            .toList();
    if (found.isEmpty()) {
      throw new BackendException(
          Code.B003,
          "no container of the Docker Engine at %s is labelled %s%s"
              .formatted(
                  engine.where(),
                  String.join(" and ", labels),
                  names.isEmpty() ? "" : " and called " + String.join(" or ", names)),
          "",
          known(engine));
    }
    return found.stream().map(listed -> listed.text("Id")).toList();
  }

  private static final Comparator<Fields> ORDER =
      Comparator.comparing((Fields listed) -> label(listed, PROJECT))
          .thenComparing(listed -> label(listed, SERVICE))
          .thenComparingInt(Membership::number)
          .thenComparing(Membership::name);

  private static String label(Fields listed, String label) {
    return Container.labels(listed).getOrDefault(label, "");
  }

  private static int number(Fields listed) {
    String number = label(listed, NUMBER);
    return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
  }

  private static String name(Fields listed) {
    return listed.texts("Names").stream()
        .map(Container::plain)
        .filter(name -> !name.contains("/")) // the names by which others link to it
        .findFirst()
        .orElse("");
  }

  private static Container inspect(EngineClient engine, String reference) throws BackendException {
    if (!NAME.matcher(reference).matches()) {
      throw unknown(engine, reference);
    }
    try {
      Container found = Container.of(engine.get("/containers/" + reference + "/json"));
      // The Engine also takes the beginning of an id for a name.
      if (found.name().equals(reference) || found.id().equals(reference)) {
        return found;
      }
      throw unknown(engine, reference);
    } catch (BackendException e) {
      throw e.code() == Code.B003 ? unknown(engine, reference) : e;
    }
  }

  private static BackendException unknown(EngineClient engine, String name)
      throws BackendException {
    TreeSet<String> names = new TreeSet<>();
    engine.list(ALL).forEach(listed -> names.add(name(listed)));
    return new BackendException(
        Code.B003,
        "the Docker Engine at " + engine.where() + " has no container `" + name + "`",
        "",
        Suggest.nearest(name, names).map(near -> "did you mean `" + near + "`? ").orElse("")
            + known(engine));
  }

  private static String known(EngineClient engine) throws BackendException {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Fields listed : engine.list(ALL).stream().sorted(ORDER).toList()) {
      String project = label(listed, PROJECT);
      String text =
          project.isEmpty() ? "" : " (compose " + project + "/" + label(listed, SERVICE) + ")";
      shown.put(name(listed), text);
    }
    if (shown.isEmpty()) {
      return "it has no container at all";
    }
    List<String> names =
        shown.entrySet().stream().map(entry -> entry.getKey() + entry.getValue()).toList();
    return "it has "
        + String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())))
        + (names.size() > NAMES_SHOWN ? ", …" : "");
  }
}
