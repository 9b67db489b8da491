# Sourced by bounce, check and bench/run: find_jdk sets $java_home and $java_version to a JDK of 25 or
# newer, or ends the caller through its own function "fail". POSIX sh, and builtins only until a JDK
# has been found, because every start of bounce comes through here.

# Is $1 such a JDK? Read from its file "release", because asking java itself costs a JVM start.
is_suitable_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  feature=''
  java_version=''
  while IFS='=' read -r key value; do
    value=${value#\"}
    value=${value%\"}
    case $key in
      JAVA_VERSION) feature=${value%%[!0-9]*} ;;
      JAVA_RUNTIME_VERSION) java_version=$value ;;
    esac
  done <"$1/release"
  java_home=$1
  [ -n "$java_version" ] && [ -n "$feature" ] && [ "$feature" -ge 25 ]
}

find_jdk() {
  if [ -n "${BOUNCE_JAVA_HOME:-}" ]; then
    is_suitable_jdk "$BOUNCE_JAVA_HOME" ||
      fail "BOUNCE_JAVA_HOME=$BOUNCE_JAVA_HOME is not a JDK 25 or newer"
    return
  fi
  for candidate in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
    is_suitable_jdk "$candidate" && return
  done
  on_path=$(command -v java) && on_path=$(readlink -f -- "$on_path") &&
    is_suitable_jdk "${on_path%/bin/java}" && return
  fail "needs a JDK 25 or newer, and found none in JAVA_HOME, in /usr/lib/jvm or on the PATH." \
    "Install one (the package temurin-25-jdk or openjdk-25-jdk, say) or set BOUNCE_JAVA_HOME."
}
