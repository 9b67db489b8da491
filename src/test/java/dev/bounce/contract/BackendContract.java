package dev.bounce.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import java.time.Duration;
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
      Recipe recipe = recipe(action, before);
      assertEquals(recipe, recipe(action, before));
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
      for (Effect effect : effects(recipe(action, observe()))) {
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
    assertThrows(
        Exception.class,
        () -> driver.awaitStable(driver.perform(start)),
        "it was believed to be up");
    List<String> tail = backend().logTail(failing(), down.getFirst().member(), 10, host(), TIMEOUT);
    assertTrue(tail.stream().anyMatch(line -> line.contains(failingWrites())), tail::toString);
    assertTrue(tail.size() <= 10);
    driver.perform(backend().recipe(Action.STOP, failing(), driver.observe()));
    assertTrue(driver.observe().stream().allMatch(it -> it.condition().isDown()));
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
  void aTimeoutIsHonoured() {
    managerSilent()
        .ifPresent(settings ->
            assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertNothingWaitsFor(settings)));
  }

  private void assertNothingWaitsFor(Settings settings) {
    Duration brief = Duration.ofMillis(200);
    List<MemberState> members = List.of(MemberState.unknown("any"));
    Effect effect = effects(backend().recipe(Action.RESTART, settings, members)).getFirst();
    assertThrows(BackendException.class, () -> backend().observe(settings, host(), brief));
    assertThrows(BackendException.class, () -> backend().carryOut(effect, settings, host(), brief));
    assertEquals(List.of(), backend().logTail(settings, "any", 5, host(), brief));
  }

  /** Returns the states of the healthy service. */
  protected final List<MemberState> observe() throws BackendException {
    return backend().observe(healthy(), host(), TIMEOUT);
  }

  /** Returns a recipe for the healthy service. */
  protected final Recipe recipe(Action action, List<MemberState> states) {
    return backend().recipe(action, healthy(), states);
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
