using System.Text.Json.Nodes;

namespace Status.Workflows.Import.NodeRed;

/// <summary>The nodes of STATUS that check, filter, extract and store. A setting may be given by the caller: the member of the request's body with its name wins, as it did.</summary>
internal static class StatusNodes
{
    private const string Push = "const evidence = (key, value) => { msg.payload.evidences = [...(msg.payload.evidences ?? []), { id: newGuidString(), key, value, result: msg.payload.result }]; };\n";

    /// <summary>A setting as an expression on <c>variables.msg</c>.</summary>
    public static string Setting(RedNode node, string name, string otherwise = "") => $"(variables.msg.req?.body?.{name} ?? {Js.Text(node.Text(name, otherwise))})";

    public static Converted CheckProperty(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Status.CheckProperty");
        Conversion.Computed(activity, "subject", "variables.msg.payload");
        Conversion.Computed(activity, "property", Setting(node, "propertyToCheck", node.Text("property")));
        Conversion.Computed(activity, "expectedValue", Setting(node, "expectedValue", node.Text("value")));
        Conversion.Fill(activity, ("payload.result", "Result"), ("payload.evidences[]", "Evidence"));
        return Converted.One(activity, "True", "False", "Missing");
    }

    public static Converted IsValidUrl(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Status.IsValidUrl");
        Conversion.Computed(activity, "url", $"variables.msg.payload?.[{Setting(node, "property", "url")}]");
        Conversion.Fill(activity, ("payload.result", "Result"), ("payload.evidences[]", "Evidence"));
        return Converted.One(activity, "True", "False");
    }

    public static Converted ExistsPipe(RedNode node, Conversion conversion) => Script(node, $$"""
        const p = msg.payload ?? {}, list = p.events ?? p.event ?? p;
        const have = Array.isArray(list) ? list.length : Object.keys(list).length;
        msg.payload.result = have === Number({{Setting(node, "count")}});
        evidence('count', have);
        """, evidences: true);

    public static Converted HasActivity(RedNode node, Conversion conversion)
    {
        conversion.Note(NodeRedLevel.Changed, node, "Looks for the name itself, upper and lower case alike; Node-RED's node took similar names for it.");
        return Script(node, TraceNodes.Events + $$"""
            const wanted = String({{Setting(node, "conceptName")}}).toLowerCase();
            msg.payload.result = events.some(e => (nameOf(e) ?? '').toLowerCase() === wanted);
            evidence('activity', wanted);
            """, evidences: true);
    }

    public static Converted FilterBy(RedNode node, Conversion conversion) => Script(node, $$"""
        const kind = {{Setting(node, "valueType")}}, attribute = {{Setting(node, "attribute")}}, value = {{Setting(node, "value")}};
        let passes;
        if (kind === 'DateFromToday') { const since = new Date(); since.setUTCMonth(since.getUTCMonth() - Number(value)); passes = new Date(msg.payload?.[attribute]) >= since; }
        else passes = String(msg.payload?.[attribute]) === String(value);
        if (!passes) setOutcomes([]);
        """);

    public static Converted FilterByDate(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Status.FilterByDate");
        Conversion.Computed(activity, "items", "Array.isArray(variables.msg.payload) ? variables.msg.payload : [variables.msg.payload]");
        Conversion.Computed(activity, "property", Setting(node, "attribute"));
        Conversion.Computed(activity, "from", $"{Setting(node, "startDate")} || null");
        Conversion.Computed(activity, "to", $"{Setting(node, "endDate")} || null");
        Conversion.Fill(activity, ("payload", "Result"));
        var split = Conversion.Activity(node, "Status.SplitMessage", "_items", 24, 30);
        var (first, second) = ((string)activity["id"]!, (string)split["id"]!);
        return new Converted([activity, split], first, [[(second, "Done")]]) { Inner = [(first, "Found", second)] };
    }

    public static Converted FilterScope(RedNode node, Conversion conversion) => Script(node, $$"""
        const filters = {{(node.Json["filters"] as JsonArray)?.ToJsonString() ?? "[]"}}, wanted = msg.req?.body?.scope ?? {}, scope = {};
        const trace = msg.payload?.trace ?? msg.payload ?? {};
        const attributes = Array.isArray(trace.string) ? trace.string : [];
        const passes = filters.every(f => {
          const found = attributes.find(a => a.$?.key === f.value)?.$?.value ?? trace[f.value];
          scope[f.attribute] = found;
          return found !== undefined && (wanted[f.attribute] === '*' || String(wanted[f.attribute]) === String(found));
        });
        if (passes) { msg.payload.scope = scope; } else setOutcomes([]);
        """);

    public static Converted GroupBy(RedNode node, Conversion conversion)
    {
        conversion.Note(NodeRedLevel.Changed, node, "Groups the messages of one run that were split; all of them are in the group, where Node-RED's node lost one.");
        var join = Conversion.Activity(node, "Status.JoinMessages", "_all", -60, -30);
        Conversion.Literal(join, "mode", "custom");
        Conversion.Literal(join, "count", 0);
        var script = Conversion.Script(node, $$"""
            {{Js.Helpers}}const property = {{Setting(node, "property")}}, groups = {};
            for (const item of msg.payload) (groups[item?.[property]] ??= []).push(item);
            msg.payload = groups;
            setVariable('msg', msg);
            """);
        var (first, second) = ((string)join["id"]!, (string)script["id"]!);
        return new Converted([join, script], first, [[(second, "Done")]]) { Inner = [(first, "Done", second)] };
    }

    public static Converted FindObject(RedNode node, Conversion conversion)
    {
        if (Js.Value(node.Text("keyValueType", "str"), node.Text("keyValue")) is not { } value) return conversion.NotConverted(node, $"It looks for a value of type {node.Text("keyValueType")}.", "Use Find Object with an expression.");
        var activity = Conversion.Activity(node, "Status.FindObject");
        Conversion.Computed(activity, "items", "variables.msg.array ?? variables.msg.payload");
        Conversion.Literal(activity, "property", node.Text("key"));
        Conversion.Computed(activity, "value", $"(() => {{ {Js.Helpers}return {value}; }})()");
        Conversion.Fill(activity, ("payload", "Result"));
        return Converted.One(activity, "Found", "Missing");
    }

    public static Converted GetProperty(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Status.GetProperty");
        Conversion.Computed(activity, "subject", "variables.msg.payload");
        Conversion.Computed(activity, "property", Setting(node, "propertyToGet"));
        Conversion.Fill(activity, ("value", "Result"));
        conversion.Note(NodeRedLevel.Changed, node, "msg.payload stays what it was; a prediction by another service is not asked for.");
        return Converted.One(activity, "Found", "Missing");
    }

    public static Converted GetKeyedProperty(RedNode node, Conversion conversion) => Script(node, $$"""
        const search = (o, key, depth) => {
          if (o === null || typeof o !== 'object' || depth > 40) return undefined;
          if (o.$?.key === key) return o.$.value;
          for (const inner of Object.values(o)) { const found = search(inner, key, depth + 1); if (found !== undefined) return found; }
          return undefined;
        };
        const found = search(msg.payload?.trace?.[{{Setting(node, "payloadProperty")}}], {{Setting(node, "keyToSearch")}}, 0);
        msg.payload[{{Setting(node, "response", "result")}}] = found ?? null;
        """);

    public static Converted LastTimestamp(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Status.LastTimestamp");
        Conversion.Computed(activity, "items", $"variables.msg.payload?.[{Setting(node, "data", "data")}] ?? variables.msg.array ?? variables.msg.payload");
        Conversion.Computed(activity, "property", Setting(node, "timestampProperty", "timestamp"));
        var position = node.Number("position") ?? 1;
        Conversion.Fill(activity, ("payload.time", "Result"), ("position", new JsonObject { ["value"] = position }));
        conversion.Note(NodeRedLevel.Changed, node, "payload.time is a time in ISO 8601, not milliseconds.");
        return Converted.One(activity, "Found", "None");
    }

    public static Converted LogTrace(RedNode node, Conversion conversion) => Converted.One(Conversion.Script(node, $$"""
        {{Js.Helpers}}const traces = msg.log?.log?.trace ?? msg.log?.trace ?? [], list = Array.isArray(traces) ? traces : [traces];
        setVariable('$messages', list.map((trace, index) => ({ port: 'Done', msg: { ...structuredClone(msg), payload: { trace, index }, logSize: list.length } })));
        """));

    public static Converted Storer(RedNode node, Conversion conversion)
    {
        var activity = Conversion.Activity(node, "Status.RecordComputation");
        Conversion.Computed(activity, "computationGroup", "variables.msg.req?.body?.computationGroup ?? getInput('computationGroup') ?? getWorkflowInstanceId()");
        Conversion.Computed(activity, "controlId", $"getInput('controlId') ?? {Setting(node, "controlId")}");
        Conversion.Computed(activity, "scope", "variables.msg.payload?.scope ?? {}");
        Conversion.Computed(activity, "window", $"({{ from: {Setting(node, "from")}, to: {Setting(node, "to")} }})");
        Conversion.Computed(activity, "value", "variables.msg.payload?.result === true ? 'fulfilled' : variables.msg.payload?.result === false ? 'violated' : 'not-determined'");
        Conversion.Computed(activity, "evidences", "variables.msg.payload?.evidences ?? []");
        Conversion.Fill(activity, ("payload", "Result"));
        conversion.Note(NodeRedLevel.Changed, node, "Stores in the registry at once, with the run's commit: buffer, address and token are not needed any more.");
        return Converted.One(activity);
    }

    private static Converted Script(RedNode node, string body, bool evidences = false) => Converted.One(Conversion.Script(
        node, $"{Js.Helpers}{(evidences ? Push : "")}if (msg.payload === null || typeof msg.payload !== 'object') msg.payload = {{ value: msg.payload }};\n{body}\nsetVariable('msg', msg);\n"));
}
