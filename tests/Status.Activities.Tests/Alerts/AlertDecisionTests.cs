using Status.Activities.Alerts;
using Status.Activities.Alerts.Routing;
using Status.Activities.Compliance;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Alerts;

public sealed class AlertDecisionTests
{
    [Theory]
    [InlineData(AlertState.Firing, AlertState.Acknowledged, true)]
    [InlineData(AlertState.Firing, AlertState.Resolved, true)]
    [InlineData(AlertState.Acknowledged, AlertState.Resolved, true)]
    [InlineData(AlertState.Acknowledged, AlertState.Firing, false)]
    [InlineData(AlertState.Acknowledged, AlertState.Acknowledged, false)]
    [InlineData(AlertState.Resolved, AlertState.Firing, false)]
    [InlineData(AlertState.Resolved, AlertState.Acknowledged, false)]
    [InlineData(AlertState.Resolved, AlertState.Resolved, false)]
    [InlineData(AlertState.Firing, AlertState.Firing, false)]
    public void Transition_OfTwoStates_IsInTheTableOrNot(AlertState from, AlertState to, bool allowed) =>
        Assert.Equal(allowed, AlertTransitions.Allows(from, to));

    [Fact]
    public void Fingerprint_OfEqualConditions_IgnoresTheOrderOfTheScope()
    {
        var one = new AlertCondition("agreement", "tpa-1", "g", new Scope([new("a", "1"), new("b", "2")]));
        var two = new AlertCondition("agreement", "tpa-1", "g", new Scope([new("b", "2"), new("a", "1")]));
        Assert.Equal(one.Fingerprint, two.Fingerprint);
    }

    [Fact]
    public void Fingerprint_OfConditionsThatDiffer_Differs()
    {
        AlertCondition[] conditions =
        [
            new("agreement", "tpa-1", "g", Scope.Empty), new("agreement", "tpa-1", "h", Scope.Empty), new("agreement", "tpa-2", "g", Scope.Empty),
            new("host", "tpa-1", "g", Scope.Empty), new("agreement", "tpa-1g", "", Scope.Empty), new("agreement", "tpa-1", "g", new Scope([new("a", "1")])),
        ];
        Assert.Equal(conditions.Length, conditions.Select(condition => condition.Fingerprint).Distinct().Count());
    }

    [Theory]
    [InlineData("critical", "high", true)]
    [InlineData("high", "high", true)]
    [InlineData("medium", "high", false)]
    [InlineData("info", "info", true)]
    public void Severity_AgainstTheLeast_Reaches(string severity, string least, bool reaches) => Assert.Equal(reaches, AlertSeverity.Reaches(severity, least));

    [Fact]
    public void Severity_OfAnotherWord_IsRefused() => Assert.Throws<FormatException>(() => AlertSeverity.Read("urgent"));

    [Theory]
    [InlineData("{{title}}", "Disk full")]
    [InlineData("{{ scope.site }}: {{title}}", "Sevilla: Disk full")]
    [InlineData("{{missing.path}}", "–")]
    [InlineData("{{scope}}", "{\"site\":\"Sevilla\"}")]
    [InlineData("{title} {{ti tle}} {{}}", "{title} {{ti tle}} {{}}")]
    [InlineData("{{evil}}", "a  X-Injected: 1 {{title}}")]
    public void Fill_OfATemplate_TakesValuesAsText(string template, string expected)
    {
        var values = new DataObject
        {
            ["title"] = "Disk full",
            ["scope"] = new DataObject { ["site"] = "Sevilla" },
            ["evil"] = "a\r\nX-Injected: 1 {{title}}",
        };
        Assert.Equal(expected, MessageTemplate.Fill(template, values));
    }

    [Fact]
    public void Validate_OfBrokenReceivers_NamesEveryKeyAndNoSecret()
    {
        var options = new AlertsOptions();
        options.Receivers["ops"] = new ReceiverOptions { Url = new Uri("ftp://ops.example/"), Secret = "hunter2", MinSeverity = "loud", Tier = 12 };
        options.Receivers["ops"].Headers["X-Bad\r\nX"] = "v";
        options.Receivers["none"] = new ReceiverOptions();

        var failures = new AlertsOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Equal(6, failures.Count);
        Assert.All(failures, failure => Assert.StartsWith("Status:Alerts:Receivers:", failure, StringComparison.Ordinal));
        Assert.DoesNotContain(failures, failure => failure.Contains("hunter2", StringComparison.Ordinal));
    }
}
