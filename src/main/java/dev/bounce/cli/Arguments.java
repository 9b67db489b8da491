package dev.bounce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What stands on the command line behind the name of a command, and the ways to say what may.
 *
 * @param parsed as picocli has read it
 */
record Arguments(ParseResult parsed) {
  /** Returns a specification without options. */
  static CommandSpec specification(String... description) {
    CommandSpec specification = CommandSpec.create();
    specification.usageMessage().description(description).sortOptions(false);
    return specification;
  }

  /** Returns an option that is either given or not. */
  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names).type(boolean.class).description(description).build();
  }

  /** Returns an option with a text. */
  static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Returns an option with a whole number. */
  static OptionSpec number(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(Long.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Returns the option that chooses between text and JSON. */
  static OptionSpec format(String jsonIs) {
    return OptionSpec.builder("--format")
        .type(OutputFormat.class)
        .paramLabel("FORMAT")
        .description("text (the default) or json: " + jsonIs + ".")
        .build();
  }

  /** Returns a word that has to stand without an option, or may; there is no second one. */
  static PositionalParamSpec word(String label, boolean isRequired, String... description) {
    return PositionalParamSpec.builder()
        .index("0")
        .type(String.class)
        .arity(isRequired ? "1" : "0..1")
        .required(isRequired)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Returns words that stand without an option, any number of them, or at least one. */
  static PositionalParamSpec words(String label, boolean isRequired, String... description) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity(isRequired ? "1..*" : "0..*")
        .required(isRequired)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Tells whether an option is given. */
  boolean isGiven(String option) {
    return parsed.hasMatchedOption(option);
  }

  /** Returns the text of an option. */
  Optional<String> text(String option) {
    return Optional.ofNullable(parsed.matchedOptionValue(option, null));
  }

  /** Returns the number of an option. */
  Optional<Long> number(String option) {
    return Optional.ofNullable(parsed.matchedOptionValue(option, null));
  }

  /** Returns the texts of an option that may be repeated. */
  List<String> texts(String option) {
    return parsed.matchedOptionValue(option, List.of());
  }

  /** Returns what is chosen with {@code --format}. */
  OutputFormat format() {
    return parsed.matchedOptionValue("--format", OutputFormat.text);
  }

  /** Returns what stands without an option. */
  List<String> words() {
    return parsed.matchedPositionals().stream()
        .flatMap(one -> one.originalStringValues().stream())
        .toList();
  }

  /** Returns the one file that has to be given. */
  Path file() {
    return Path.of(words().getFirst());
  }
}
