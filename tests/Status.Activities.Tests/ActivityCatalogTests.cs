using System.Reflection;
using System.Text.Json.Nodes;
using Status.Activities.Tests.Agreements;
using Status.Workflows.Authoring;

namespace Status.Activities.Tests;

/// <summary>What designers are promised of every <c>Status.*</c> activity.</summary>
public sealed class ActivityCatalogTests
{
    private static readonly IReadOnlyList<ActivityDescriptor> _activities = new ActivityRegistry().AddActivitiesFrom(typeof(ActivitySchemas).Assembly).All;

    [Fact]
    public void Catalog_HoldsAtLeastTwentyFiveActivities() =>
        Assert.True(_activities.Count(activity => activity.TypeName.StartsWith("Status.", StringComparison.Ordinal)) >= 25, $"{_activities.Count}");

    [Fact]
    public void Activity_HasDescriptionAndCategory()
    {
        var bare = _activities.Where(activity => string.IsNullOrWhiteSpace(activity.Description) || string.IsNullOrWhiteSpace(activity.Category));
        Assert.Empty(bare.Select(activity => activity.TypeName));
    }

    [Fact]
    public void Input_SaysWhatItMeansAndHowItIsEdited()
    {
        var bare = new List<string>();
        foreach (var activity in _activities)
        {
            foreach (var property in activity.ClrType.GetProperties().Where(property => typeof(Input).IsAssignableFrom(property.PropertyType)))
            {
                var attribute = property.GetCustomAttribute<InputAttribute>();
                if (string.IsNullOrWhiteSpace(attribute?.Description) || string.IsNullOrWhiteSpace(attribute.UIHint)) bare.Add($"{activity.TypeName}.{property.Name}");
            }
        }

        Assert.Empty(bare);
    }

    /// <summary>A definition counts when it ships or when a test runs it and demands the activity's outcome; a name in a source file does not.</summary>
    [Fact]
    public void Activity_IsUsedByADefinitionThatIsRun()
    {
        var shipped = Directory.EnumerateFiles(Path.Combine(Repository.Root, "workflows"), "*.json")
            .SelectMany(file => DefinitionFiles.Activities(JsonNode.Parse(File.ReadAllText(file))!["root"]))
            .Select(activity => (string)activity["type"]!);
        var built = ActivityDefinitionTests.Cases().Select(row => (string)row[0]);
        var used = shipped.Concat(built).Concat(DefinitionFiles.Names.SelectMany(file => DefinitionFiles.ProvedTypes(DefinitionFiles.Read(file)))).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(_activities.Select(activity => activity.TypeName), type => !used.Contains(type));
    }
}
