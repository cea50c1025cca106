using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Options;
using Status.Activities;
using Status.Workflows.Persistence.Postgres;

namespace Status.Host.Hosting;

/// <summary>
/// Reads every options class once, before anything is started, and collects all that is wrong. An options class is any class of the
/// product with a constant <c>SectionName</c>.
/// </summary>
internal static class ConfigurationCheck
{
    private const string Root = "Status";

    /// <summary>Finds every problem.</summary>
    /// <returns>One sentence each: the key, the value, the fix.</returns>
    public static IReadOnlyList<string> FindProblems(IServiceProvider services, IConfiguration configuration)
    {
        var known = OptionsClasses().ToList();
        var problems = new List<string>();
        foreach (var (type, section) in known)
            problems.AddRange(Read(services, type, section));
        problems.AddRange(FindUnknown(configuration.GetSection(Root), known));
        return problems;
    }

    private static IEnumerable<(Type Type, string Section)> OptionsClasses() =>
        ((Assembly[])[typeof(ConfigurationCheck).Assembly, typeof(ActivitySchemas).Assembly, typeof(SchemaMigrator).Assembly])
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => (type, type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
            .Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.type, pair.Item2!));

    private static IEnumerable<string> Read(IServiceProvider services, Type type, string section)
    {
        var options = services.GetService(typeof(IOptions<>).MakeGenericType(type));
        try
        {
            _ = options?.GetType().GetProperty("Value")!.GetValue(options);
            return [];
        }
        catch (TargetInvocationException exception) when (exception.InnerException is OptionsValidationException invalid)
        {
            return invalid.Failures.Select(failure => Explain(services.GetRequiredService<IConfiguration>(), type, section, failure));
        }
        catch (TargetInvocationException exception) when (exception.InnerException is InvalidOperationException or FormatException)
        {
            // The binder names key, value and type.
            return [$"{exception.InnerException.Message} Correct the value or remove the key."];
        }
    }

    private static string Explain(IConfiguration configuration, Type type, string section, string failure)
    {
        // Data annotations name the property, not the key that a person writes.
        var property = type.GetProperties().FirstOrDefault(p => failure.Contains($"'{p.Name}'", StringComparison.Ordinal)
            || failure.Contains($"field {p.Name} ", StringComparison.Ordinal));
        if (property is null)
            return $"{section}: {failure}";
        var key = $"{section}:{property.Name}";
        var text = failure[(failure.LastIndexOf("error: ", StringComparison.Ordinal) is var at && at >= 0 ? at + 7 : 0)..].Trim('\'', '.');
        var value = IsSecret(property.Name) ? "(secret)" : configuration[key];
        return $"{key} (environment {EnvironmentName(key)}) "
            + $"is '{value}': {text}.";
    }

    private static string EnvironmentName(string key) => "STATUS" + key[Root.Length..].Replace(":", "__", StringComparison.Ordinal);

    private static bool IsSecret(string name) =>
        name.Contains("Key", StringComparison.Ordinal) || name.Contains("Password", StringComparison.Ordinal) || name.Contains("Secret", StringComparison.Ordinal);

    private static IEnumerable<string> FindUnknown(IConfigurationSection root, List<(Type Type, string Section)> known)
    {
        foreach (var section in root.GetChildren())
        {
            var types = known.Where(pair => pair.Section.Equals(section.Path, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Type).ToList();
            if (types.Count > 0)
            {
                foreach (var problem in FindUnknownKeys(section, types))
                    yield return problem;
            }
            else if (!known.Exists(pair => pair.Section.StartsWith(section.Path + ":", StringComparison.OrdinalIgnoreCase)))
            {
                yield return Unknown(section.Path, known.Select(pair => pair.Section));
            }
        }
    }

    private static IEnumerable<string> FindUnknownKeys(IConfigurationSection section, List<Type> types)
    {
        var properties = types.SelectMany(type => type.GetProperties()).ToList();
        foreach (var child in section.GetChildren())
        {
            var property = properties.Find(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
                yield return Unknown(child.Path, properties.Select(p => $"{section.Path}:{p.Name}"));
            else if (IsOptionsObject(property.PropertyType))
                foreach (var problem in FindUnknownKeys(child, [property.PropertyType]))
                    yield return problem;
        }
    }

    private static bool IsOptionsObject(Type type) =>
        type.IsClass && type != typeof(string) && type != typeof(Uri) && !typeof(IEnumerable).IsAssignableFrom(type)
        && type.Namespace?.StartsWith("Status.", StringComparison.Ordinal) == true;

    private static string Unknown(string key, IEnumerable<string> known)
    {
        var nearest = known.Distinct(StringComparer.OrdinalIgnoreCase).MinBy(name => Distance(name.ToUpperInvariant(), key.ToUpperInvariant()));
        return $"{key} (environment {EnvironmentName(key)}) is not a key of STATUS. "
            + (nearest is null ? "Remove it." : $"Did you mean {nearest}? Otherwise remove it.");
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
