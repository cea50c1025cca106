using System.Globalization;
using Status.Activities.Alerts;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Contracts.Tests.Crashes;

/// <summary>Between them these begin every shipped workflow at every of its triggers.</summary>
internal static class ShippedScenarios
{
    private static readonly TimeSpan _atOnce = TimeSpan.Zero;

    public static IReadOnlyList<ShippedScenario> All { get; } =
    [
        new("A check on request finds a broken promise, alerts, and nobody answers",
            new Measured(_atOnce, Cpu: 97),
            Request("check", "compliance-check", new DataObject()))
        { Within = TimeSpan.FromMinutes(16) },

        new("The schedules tick",
            new Measured(_atOnce, Cpu: 12))
        { Schedules = true, Within = TimeSpan.FromSeconds(61) },

        new("A promise is broken again, taken on and kept again",
            Announce(_atOnce, "violated", "guarantee.violated", Violation(0)),
            Announce(TimeSpan.FromSeconds(10), "violated-again", "guarantee.violated", Violation(1)),
            new Announced(TimeSpan.FromMinutes(1), "taken", facts => AlertRequests.Acknowledge((string)facts.First(f => f.Type == "alert.raised").Body["alertId"]!, "ada", "on it")),
            Announce(TimeSpan.FromMinutes(2), "restored", "guarantee.restored", Violation(2)))
        { Within = TimeSpan.FromMinutes(20) },

        new("A host is over its limits",
            Announce(_atOnce, "threshold", "host.threshold", Data("""{"host":"web-1","checkedAt":"2026-03-01T11:59:00Z","cpu":97.25,"exceeded":[{"measure":"cpu","value":97.25,"limit":90}]}""")))
        { Within = TimeSpan.FromMinutes(16) },

        new("Evidence is collected on request, and posted",
            new Measured(_atOnce, Cpu: 12),
            Request("metric", "evidence-collection", Data("""{"controlId":"c1","params":{"series":"host.cpu.percent"}}""")),
            Request("http", "evidence-collection", Data("""{"controlId":"c2","params":{"evidenceUrl":"https://ci.example/last"}}""")),
            Request("nothing", "evidence-collection", Data("""{"params":{}}"""))),

        new("Agreements are evaluated on request",
            new Measured(_atOnce, Cpu: 97),
            Request("evaluate", "agreement-evaluation", Data("{}")))
        { Within = TimeSpan.FromMinutes(16) },

        new("Entries are posted, one twice and one under a taken key",
            Request("post", "ledger-posting", Data("""{"key":"k","kind":"note","body":{"a":1}}""")),
            Request("same", "ledger-posting", Data("""{"key":"k","kind":"note","body":{"a":1}}""")),
            Request("other", "ledger-posting", Data("""{"key":"k","kind":"note","body":{"a":2}}""")),
            Request("incomplete", "ledger-posting", Data("{}"))),

        new("A control is judged by itself",
            new Measured(_atOnce, Cpu: 97),
            new Started(_atOnce, "judge", "control-metric", null, Data(
                """
                {"computationGroup":"g1","controlId":"c1","params":{"series":"host.cpu.percent","aggregate":"avg","condition":"<= 90"},"scope":{"host":"h1"},
                 "window":{"from":"2026-03-01T11:59:00Z","to":"2026-03-01T12:00:00Z"},"evidence":{"digest":"abc"}}
                """))),
    ];

    private static Started Request(string id, string definition, DataObject body) => new(_atOnce, id, definition, "OnRequest", new DataObject { ["method"] = "POST", ["body"] = body });

    private static Announced Announce(TimeSpan at, string id, string type, DataObject body) => new(at, id, _ => new FactDraft(type, body, id));

    private static DataObject Violation(int minute) => Data(
        $$"""
        {"guaranteeId":"latency","scope":{"service":"api"},"value":700,"objective":"p95 <= 500","metrics":{"p95":700},"reason":"p95 was 700","agreementId":"tpa-1","agreementName":"Platform",
         "agreementVersion":1,"description":"Latency","severity":"high","evaluatedUntil":"2026-03-01T12:0{{minute.ToString(CultureInfo.InvariantCulture)}}:00Z"}
        """);

    private static DataObject Data(string json) => (DataObject)DataJson.Parse(json)!;
}
