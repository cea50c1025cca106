using System.Reflection;
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

    [Fact]
    public void Activity_IsUsedByAProcessOrATest()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Status.sln"))) root = root.Parent;
        var texts = Directory.EnumerateFiles(Path.Combine(root!.FullName, "workflows"), "*.json")
            .Concat(Directory.EnumerateFiles(Path.Combine(root.FullName, "tests"), "*Tests.cs", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(nameof(ActivityCatalogTests) + ".cs", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();
        var unused = _activities.Where(activity => !texts.Exists(text =>
            text.Contains($"\"{activity.TypeName}\"", StringComparison.Ordinal) || text.Contains($"new {activity.ClrType.Name} {{", StringComparison.Ordinal)
            || text.Contains($"new {activity.ClrType.Name}\r\n", StringComparison.Ordinal) || text.Contains($"new {activity.ClrType.Name}\n", StringComparison.Ordinal)
            || text.Contains($"{activity.ClrType.Name} ", StringComparison.Ordinal)));
        Assert.Empty(unused.Select(activity => activity.TypeName));
    }
}
