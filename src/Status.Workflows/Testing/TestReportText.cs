using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Status.Workflows.Testing;

/// <summary>Reports for people and for build servers.</summary>
public static class TestReportText
{
    /// <summary>A report as a person reads it.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Lines.</returns>
    public static string ToText(TestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.DefinitionName} ({report.DefinitionId})");
        foreach (var problem in report.Problems) text.AppendLine(CultureInfo.InvariantCulture, $"  ! {problem.Path}: {problem.Message}");
        foreach (var result in report.Cases)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {(result.Passed ? "✓" : "✗")} {result.Name} ({result.Duration.TotalMilliseconds:0} ms)");
            foreach (var difference in result.Differences)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"      {difference.What}");
                text.AppendLine(CultureInfo.InvariantCulture, $"        expected {difference.Expected}");
                text.AppendLine(CultureInfo.InvariantCulture, $"        got      {difference.Actual}");
            }

            if (!result.Passed && result.Trace.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"      ran {string.Join(" → ", result.Trace)}");
        }

        var coverage = report.Coverage;
        if (report.Cases.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  activities {Share(coverage.Activities.Count, coverage.MissedActivities.Count)}, connections {Share(coverage.Connections.Count, coverage.MissedConnections.Count)}");
            if (coverage.MissedActivities.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"  never executed: {string.Join(", ", coverage.MissedActivities)}");
        }

        return text.ToString();
    }

    /// <summary>Reports in the XML that build servers read (JUnit's <c>testsuites</c>).</summary>
    /// <param name="reports">The reports.</param>
    /// <returns>The document.</returns>
    public static string ToJUnit(IEnumerable<TestReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var all = reports.ToArray();
        return new XDocument(new XElement("testsuites", all.Select(Suite))).ToString();
    }

    private static XElement Suite(TestReport report)
    {
        var suite = new XElement("testsuite", new XAttribute("name", report.DefinitionId), report.Cases.Select(c => Case(report, c)));
        if (report.Problems.Count > 0)
        {
            suite.Add(new XElement("testcase", new XAttribute("name", "The cases can be read"), new XAttribute("classname", report.DefinitionId),
                new XElement("failure", new XAttribute("message", $"{report.Problems.Count} problems"), Clean(string.Join('\n', report.Problems)))));
        }

        var failures = suite.Elements("testcase").Count(e => e.Element("failure") is not null);
        suite.Add(new XAttribute("tests", suite.Elements("testcase").Count()), new XAttribute("failures", failures));
        return suite;
    }

    private static XElement Case(TestReport report, TestCaseResult result)
    {
        var element = new XElement(
            "testcase",
            new XAttribute("name", Clean(result.Name)),
            new XAttribute("classname", report.DefinitionId),
            new XAttribute("time", result.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)));
        if (!result.Passed) element.Add(new XElement("failure", new XAttribute("message", Clean(result.Differences[0].ToString())), Clean(string.Join('\n', result.Differences))));
        return element;
    }

    // XML has no way to write most control characters.
    private static string Clean(string text) => string.Concat(text.Select(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));

    private static string Share(int seen, int missed) => seen + missed == 0 ? "none" : $"{seen} of {seen + missed} ({100.0 * seen / (seen + missed):0} %)";
}
