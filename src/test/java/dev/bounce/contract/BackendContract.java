package dev.bounce.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.backend.Workers;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every backend has to hold to. A backend's test extends this and says which services it may
 * use; before each test the healthy one is brought up.
 */
public abstract class BackendContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Returns the backend under test. */
  protected abstract Backend backend();

  /** Returns the host that it works on. */
  protected abstract Host host();

  /** Returns a service of at least two members that start and stop as they should. */
  protected abstract Settings healthy();

  /** Returns a service that is down, and whose members end right after a start, with a message. */
  protected abstract Settings failing();

  /** Returns a part of a line that the members of the failing service write. */
  protected abstract String failingWrites();

  /** Returns a service that the service manager does not know; absent where it knows every one. */
  protected abstract Optional<Settings> unknown();

  /** Returns a service whose manager is not there; absent where there is none to be missing. */
  protected abstract Optional<Settings> managerAbsent();

  /** Returns a service whose manager takes calls and never answers; absent where there is none. */
  protected abstract Optional<Settings> managerSilent();

  /**
   * Returns a service that may be up or down and whose members do not end when they are asked to,
   * with a grace of no more than two seconds; absent where nothing can hang.
   */
  protected abstract Optional<Settings> stubborn();

  /** Returns a service that this user may not touch; absent where nothing is forbidden to it. */
  protected Optional<Forbidden> forbidden() {
    return Optional.empty();
  }

  /**
   * What may not be done.
   *
   * @param settings the service
   * @param host the host on which it may not be touched
   */
  protected record Forbidden(Settings settings, Host host) {}

  /** Returns a signal that changes nothing about the members of the healthy service. */
  protected String harmlessSignal() {
    return "CONT";
  }

  /** Returns texts that must not be seen in anything that is shown. */
  protected List<String> secrets() {
    return List.of();
  }

  /** Returns the time that the backend lives in. */
  protected TestTime time() {
    return TestTime.real();
  }

  /** Brings the healthy service up. */
  @BeforeEach
  void bringUp() throws Exception {
    RecipeDriver driver = driver(healthy());
    driver.perform(recipe(Action.START, driver.observe()));
  }

  @Test
  void observesMembersInAStableOrder() throws Exception {
    List<MemberState> states = observe();
    Set<String> names = new HashSet<>();
    Set<String> identities = new HashSet<>();
    for (MemberState state : states) {
      assertEquals(Condition.RUNNING, state.condition());
      assertTrue(names.add(state.member()), state + " is there twice");
      assertTrue(identities.add(identity(state).value()), state + " is another one as well");
      assertEquals(backend().countsRequests(), state.requests().isPresent(), state::toString);
    }
    assertTrue(states.size() >= 2);
    assertEquals(names(states), names(observe()));
    assertEquals(identities(states), identities(observe()));
  }

  @Test
  void declaredMembersAreThoseThatAreThere() throws Exception {
    Optional<List<String>> declared = backend().declaredMembers(healthy());
    if (declared.isPresent()) {
      assertEquals(declared.get(), names(observe()));
    }
  }

  @Test
  void restartGivesEveryMemberANewIdentity() throws Exception {
    List<MemberState> before = observe();
    List<MemberState> after = driver(healthy()).perform(recipe(Action.RESTART, before));
    assertEquals(names(before), names(after));
    assertTrue(after.stream().allMatch(MemberState::isRunning));
    for (int i = 0; i < before.size(); i++) {
      assertNotEquals(identity(before.get(i)), identity(after.get(i)));
    }
    driver(healthy()).awaitStable(after);
  }

  @Test
  void restartOfOneMemberLeavesTheOthersAlone() throws Exception {
    List<MemberState> before = observe();
    List<MemberState> after =
        driver(healthy()).perform(recipe(Action.RESTART, before.subList(0, 1)));
    assertNotEquals(identity(before.getFirst()), identity(after.getFirst()));
    assertEquals(
        identities(before.subList(1, before.size())), identities(after.subList(1, after.size())));
  }

  @Test
  void reloadKeepsTheIdentity() throws Exception {
    if (backend().actions().contains(Action.RELOAD)) {
      List<MemberState> before = observe();
      List<MemberState> after = driver(healthy()).perform(recipe(Action.RELOAD, before));
      assertEquals(identities(before), identities(after));
      assertTrue(after.stream().allMatch(MemberState::isRunning), after::toString);
    }
  }

  @Test
  void aHotRestartGivesANewIdentityAndIsNeverDown() throws Exception {
    if (backend().actions().contains(Action.HOT_RESTART)) {
      List<MemberState> before = observe();
      Recipe recipe = recipe(Action.HOT_RESTART, before);
      List<MemberState> after = driver(healthy()).perform(recipe);
      assertTrue(recipe.stages().stream().noneMatch(stage -> stage.goal() == Goal.DOWN));
      assertTrue(after.stream().allMatch(MemberState::isRunning), after::toString);
      for (int i = 0; i < before.size(); i++) {
        assertNotEquals(identity(before.get(i)), identity(after.get(i)));
      }
    }
  }

  @Test
  void aRollReplacesTheWorkersAndKeepsTheMember() throws Exception {
    if (backend().actions().contains(Action.ROLL)) {
      List<MemberState> before = observe();
      List<MemberState> after = driver(healthy()).perform(recipe(Action.ROLL, before));
      assertEquals(identities(before), identities(after));
      for (int i = 0; i < before.size(); i++) {
        Set<String> left = new HashSet<>(workers(before.get(i)));
        left.retainAll(workers(after.get(i)));
        assertEquals(Set.of(), left);
      }
    }
  }

  @Test
  void aSignalReachesTheMembersThatRun() throws Exception {
    if (backend().actions().contains(Action.SIGNAL)) {
      List<MemberState> before = observe();
      Recipe recipe = backend().signal(harmlessSignal(), healthy(), before);
      assertEquals(names(before), members(recipe));
      List<MemberState> after = driver(healthy()).perform(recipe);
      assertEquals(identities(before), identities(after));
      List<MemberState> down = driver(healthy()).perform(recipe(Action.STOP, after));
      assertEquals(List.of(), backend().signal("HUP", healthy(), down).stages());
    }
  }

  @Test
  void aMemberThatDoesNotEndIsMadeToWithinTheBound() throws Exception {
    if (stubborn().isPresent()) {
      RecipeDriver driver = driver(stubborn().get());
      List<MemberState> idle = driver.observe();
      List<MemberState> up = driver.perform(backend().recipe(Action.START, stubborn().get(), idle));
      Recipe stop = backend().recipe(Action.STOP, stubborn().get(), up);
      Instant began = time().now();
      List<MemberState> down = driver.perform(stop);
      assertTrue(down.stream().allMatch(it -> it.condition().isDown()), down::toString);
      assertTrue(Duration.between(began, time().now()).compareTo(stop.bound()) <= 0);
    }
  }

  @Test
  void stopLeavesNothingAndStartBringsItBack() throws Exception {
    List<MemberState> before = observe();
    List<MemberState> down = driver(healthy()).perform(recipe(Action.STOP, before));
    assertEquals(names(before), names(down));
    assertTrue(down.stream().allMatch(it -> it.condition().isDown()), down::toString);
    assertTrue(down.stream().allMatch(it -> it.identity().isEmpty()), down::toString);
    List<MemberState> up = driver(healthy()).perform(recipe(Action.START, down));
    assertTrue(up.stream().allMatch(MemberState::isRunning), up::toString);
    assertNotEquals(identities(before), identities(up));
  }

  @Test
  void nothingIsDoneWhereAllIsAsWanted() throws Exception {
    assertEquals(List.of(), recipe(Action.START, observe()).stages());
    List<MemberState> down = driver(healthy()).perform(recipe(Action.STOP, observe()));
    assertEquals(List.of(), recipe(Action.STOP, down).stages());
  }

  @Test
  void anEffectThatComesTooLateDoesNoHarm() throws Exception {
    List<MemberState> up = observe();
    RecipeDriver driver = driver(healthy());
    List<MemberState> down = driver.perform(recipe(Action.STOP, up));
    for (Effect effect : effects(recipe(Action.STOP, up))) {
      driver.send(effect);
    }
    List<MemberState> again = driver.perform(recipe(Action.START, down));
    for (Effect effect : effects(recipe(Action.START, down))) {
      driver.send(effect);
    }
    assertEquals(identities(again), identities(observe()));
  }

  @Test
  void recipesArePureAndDeterministic() throws Exception {
    List<MemberState> before = observe();
    for (Action action : backend().actions()) {
      Recipe recipe = any(action, before);
      assertEquals(recipe, any(action, before));
      Set<String> names = Set.copyOf(names(before));
      for (Stage stage : recipe.stages()) {
        assertTrue(stage.within().isPositive());
        assertTrue(stage.effects().stream().allMatch(it -> names.contains(it.member())));
      }
      assertFalse(recipe.bound().isNegative());
    }
    assertEquals(identities(before), identities(observe()));
  }

  @Test
  void aMemberThatNobodyHasSeenGetsAllThatCanBeNeeded() throws Exception {
    List<MemberState> seen = observe();
    List<MemberState> unseen = seen.stream().map(it -> MemberState.unknown(it.member())).toList();
    List<String> most = members(recipe(Action.RESTART, unseen));
    assertEquals(members(recipe(Action.RESTART, seen)), most);
    assertEquals(names(seen), members(recipe(Action.START, unseen)));
    assertTrue(members(recipe(Action.STOP, unseen)).containsAll(names(seen)));
  }

  @Test
  void effectsShowThemselvesWithoutSecrets() throws Exception {
    for (Action action : backend().actions()) {
      for (Effect effect : effects(any(action, observe()))) {
        assertFalse(effect.shown().isBlank());
        assertEquals(1, effect.shown().lines().count());
        for (String secret : secrets()) {
          assertFalse((effect.shown() + effect).contains(secret));
        }
      }
    }
  }

  @Test
  void aMemberThatDoesNotComeUpIsSeenToFail() throws Exception {
    RecipeDriver driver = driver(failing());
    List<MemberState> down = driver.observe();
    Recipe start = backend().recipe(Action.START, failing(), down);
    Optional<LogFollower> logs = backend().follow(failing(), names(down), host(), TIMEOUT);
    assertThrows(
        Exception.class,
        () -> driver.awaitStable(driver.perform(start)),
        "it was believed to be up");
    if (logs.isPresent()) {
      assertFollowed(logs.get(), down.getFirst().member());
    }
    List<String> tail = backend().logTail(failing(), down.getFirst().member(), 10, host(), TIMEOUT);
    assertTrue(tail.stream().anyMatch(line -> line.contains(failingWrites())), tail::toString);
    assertTrue(tail.size() <= 10);
    driver.perform(backend().recipe(Action.STOP, failing(), driver.observe()));
    assertTrue(driver.observe().stream().allMatch(it -> it.condition().isDown()));
  }

  /** What it wrote is told under its name, and once. */
  private void assertFollowed(LogFollower logs, String member) {
    try (logs) {
      List<LogPortion> portions = logs.look(true, TIMEOUT);
      List<String> first = lines(portions, member);
      assertTrue(
          first.stream().anyMatch(line -> line.contains(failingWrites())), portions::toString);
      List<String> again = lines(logs.look(true, TIMEOUT), member);
      assertTrue(Collections.disjoint(first, again), () -> "%s, then %s".formatted(first, again));
    }
  }

  private static List<String> lines(List<LogPortion> portions, String source) {
    return portions.stream()
        .filter(portion -> portion.source().equals(source))
        .flatMap(portion -> portion.lines().stream())
        .toList();
  }

  @Test
  void anUnknownServiceIsB003() {
    unknown().ifPresent(settings -> assertRefused(Code.B003, settings));
  }

  @Test
  void aMissingManagerIsB001() {
    managerAbsent()
        .ifPresent(settings -> {
          assertRefused(Code.B001, settings);
          assertEquals(List.of(), backend().logTail(settings, "any", 5, host(), TIMEOUT));
        });
  }

  @Test
  void whatIsForbiddenIsSaidBeforehand() {
    forbidden()
        .ifPresent(what -> {
          BackendException error =
              assertThrows(
                  BackendException.class,
                  () -> {
                    backend().authorise(what.settings(), what.host(), TIMEOUT);
                    backend().observe(what.settings(), what.host(), TIMEOUT);
                  });
          assertTrue(Set.of(Code.B002, Code.B005).contains(error.code()), error::message);
          assertTrue(error.hint().isPresent(), "no hint");
        });
  }

  @Test
  void aTimeoutIsHonoured() throws Exception {
    if (managerSilent().isPresent()) {
      Settings settings = managerSilent().get();
      Effect effect = anyEffect(settings);
      TimeBound.honoured(timeout -> backend().observe(settings, host(), timeout));
      TimeBound.honoured(timeout -> backend().carryOut(effect, settings, host(), timeout));
      TimeBound.honoured(timeout -> {
        List<String> tail = backend().logTail(settings, "any", 5, host(), timeout);
        assertEquals(List.of(), tail);
      });
    }
  }

  @Test
  void anInterruptedCallLeavesNothingBehind() throws Exception {
    if (managerSilent().isPresent()) {
      Settings settings = managerSilent().get();
      Effect effect = anyEffect(settings);
      Leftovers before = Leftovers.now();
      Duration ample = Duration.ofMinutes(1);
      Leftovers.interrupted(() -> backend().observe(settings, host(), ample));
      Leftovers.interrupted(() -> backend().carryOut(effect, settings, host(), ample));
      before.assertNothingWasAdded();
    }
  }

  private Effect anyEffect(Settings settings) {
    List<MemberState> members = List.of(MemberState.unknown("any"));
    return effects(backend().recipe(Action.RESTART, settings, members)).getFirst();
  }

  @Test
  void theDoctorAlwaysHasSomethingToSay() {
    List<Finding> findings = backend().diagnose(host(), TIMEOUT);
    assertFalse(findings.isEmpty());
    for (Finding finding : findings) {
      assertTrue(
          finding.answer() != Finding.Answer.NO || !finding.advice().isBlank(),
          finding + " gives no advice");
    }
  }

  /** Returns the states of the healthy service. */
  protected final List<MemberState> observe() throws BackendException {
    return backend().observe(healthy(), host(), TIMEOUT);
  }

  /** Returns a recipe for the healthy service. */
  protected final Recipe recipe(Action action, List<MemberState> states) {
    return backend().recipe(action, healthy(), states);
  }

  private Recipe any(Action action, List<MemberState> states) {
    return action == Action.SIGNAL
        ? backend().signal("HUP", healthy(), states)
        : recipe(action, states);
  }

  private static Set<String> workers(MemberState state) {
    return state.workers().map(Workers::identities).orElseThrow();
  }

  /** Returns all effects of a recipe, without its escalations. */
  protected static List<Effect> effects(Recipe recipe) {
    return recipe.stages().stream().flatMap(stage -> stage.effects().stream()).toList();
  }

  private void assertRefused(Code code, Settings settings) {
    BackendException error =
        assertThrows(BackendException.class, () -> backend().observe(settings, host(), TIMEOUT));
    assertEquals(code, error.code());
    assertTrue(error.hint().isPresent(), "no hint");
  }

  final RecipeDriver driver(Settings settings) {
    return new RecipeDriver(backend(), settings, host(), time());
  }

  private static Identity identity(MemberState state) {
    return state.identity().orElseThrow(() -> new AssertionError(state + " has no identity"));
  }

  private static List<Optional<Identity>> identities(List<MemberState> states) {
    return states.stream().map(MemberState::identity).toList();
  }

  private static List<String> names(List<MemberState> states) {
    return states.stream().map(MemberState::member).toList();
  }

  private static List<String> members(Recipe recipe) {
    return effects(recipe).stream().map(Effect::member).toList();
  }
}
