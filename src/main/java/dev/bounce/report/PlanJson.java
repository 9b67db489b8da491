package dev.bounce.report;

import dev.bounce.plan.Plan;
import dev.bounce.plan.Preview;
import dev.bounce.plan.Preview.ServiceEffects;
import dev.bounce.plan.StepId;
import dev.bounce.value.Json;
import dev.bounce.value.RecordCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows a plan as JSON. */
public final class PlanJson {
  private static final RecordCodec<Plan> PLANS = RecordCodec.of(Plan.class);
  private static final RecordCodec<ServiceEffects> EFFECTS = RecordCodec.of(ServiceEffects.class);

  private PlanJson() {}

  /** Returns one line: the plan, its digest, and by step what would be sent. */
  public static String render(Plan plan, Preview preview, String digest) {
    Map<String, Object> effects = new LinkedHashMap<>();
    for (Map.Entry<StepId, List<ServiceEffects>> act : preview.acts().entrySet()) {
      List<Object> services = new ArrayList<>();
      act.getValue().forEach(one -> services.add(EFFECTS.encode(one)));
      effects.put(act.getKey().text(), services);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("digest", digest);
    fields.put("live", preview.live());
    fields.put("plan", PLANS.encode(plan));
    fields.put("effects", effects);
    return Json.write(fields) + "\n";
  }
}
