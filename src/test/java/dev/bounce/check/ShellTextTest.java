package dev.bounce.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.check.ShellText.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a value may stand in a shell command; {@code @} marks it. */
class ShellTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo @",
        "echo a@b",
        "@ --version",
        "NAME=@ command",
        "cat < @ > @",
        "for i in @; do echo $i; done",
        "case @ in a) echo b;; esac; echo @",
        "echo $(basename @)",
        "echo \"$(basename @)\"",
        "echo 'it''s' @",
        "echo 'a \"quote' @",
        "echo \"it's\" @",
        "echo \\' @",
        "echo \\\" @",
        "echo \"a \\\" b\" @",
        "echo a#b'c' @",
        "true # it's a comment\necho @",
        "true # \"open\necho @",
        "cat <<END\nit's \"open\nEND\necho @",
        "cat <<-END\n\tit's\n\tEND\necho @",
        "cat <<'END'\n$(it's)\nEND\necho @",
        "cat <<END @\nEND\n",
        "echo ${HOME} $? $# $$ @",
        "echo ${#HOME} ${HOME%/*} @",
        "(cd /tmp; echo @)",
        "{ echo @; }",
        "sh -c 'echo \"$1\"' name @",
        "ls 2>&1 @",
        "echo a && echo @ || echo @",
        "eval 'echo x'; echo @"
      })
  void quotesArePutAroundAWord(String script) {
    assertPlaces(Place.WORD, script);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo \"@\"",
        "echo \"a @ b\"",
        "echo \"$(echo \"@\")\"",
        "echo \"it's @\"",
        "true # @",
        "cat <<END\nDear @,\nit's \"@\"\nEND\n",
        "cat <<-END\n\t@\n\tEND\n",
        "cat <<A <<B\nit's\nA\n@\nB\n"
      })
  void nothingIsPutWhereQuotesAreOrMeanNothing(String script) {
    assertPlaces(Place.AS_IS, script);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo '@'",
        "echo 'a \" @'",
        "echo \\@",
        "echo \"\\@\"",
        "echo $@",
        "echo \"$@\"",
        "echo `basename @`",
        "echo \"`basename @`\"",
        "echo $((@ + 1))",
        "((@ > 1))",
        "echo $[@]",
        "echo ${NAME:-@}",
        "echo ${NAME:-\"x\"} @",
        "echo $'it\\'s' @",
        "cat <<'END'\n@\nEND\n",
        "cat <<\"END\"\n@\nEND\n",
        "cat <<END\n\\@\nEND\n",
        "cat <<END\n$(echo @)\nEND\n",
        "cat <<END\n`echo @`\nEND\n",
        "cat <<E'N'D\n@\nEND\n",
        "cat <<@\n",
        "echo $(case x in a) echo b;; esac) @",
        "echo $(cat <<END\n@\nEND\n)",
        "eval @",
        "eval \"echo @\"",
        "command eval @",
        "ev\"al\" @",
        "e\\val @",
        ">out eval @",
        "2>out eval @",
        "A=1 eval @",
        "if eval @; then true; fi",
        "trap @ EXIT",
        "let x=@",
        "[[ @ -eq 1 ]]",
        "sh -c @",
        "sh -c \"echo @\"",
        "/bin/bash -lc \"echo @\"",
        "sudo -u root sh -c \"echo @\"",
        "xargs sh -ec \"@\"",
        "su - deploy -c \"@\"",
        "python3 -c \"print(@)\"",
        "perl -e \"@\"",
        "eval $(echo @)"
      })
  void whatIsNotSureIsRefused(String script) {
    assertPlaces(Place.REFUSED, script);
  }

  private static void assertPlaces(Place expected, String script) {
    ShellText shell = new ShellText();
    String[] pieces = script.split("@", -1);
    for (int i = 0; i < pieces.length; i++) {
      if (i > 0) {
        assertEquals(expected, shell.value(), () -> script);
      }
      shell.read(pieces[i]);
    }
  }
}
