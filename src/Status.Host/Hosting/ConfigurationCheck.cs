using System.Collections;
using System.ComponentModel.DataAnnotations;
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
            return ReadOneByOne(services.GetRequiredService<IConfiguration>(), type, section, exception.InnerException.Message);
        }
    }

    private static List<string> ReadOneByOne(IConfiguration configuration, Type type, string section, string binderMessage)
    {
        // The binder stops at the first value that does not convert; the person who starts the host wants to know them all.
        var problems = new List<string>();
        var instance = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(p => p.CanWrite && configuration[$"{section}:{p.Name}"] is not null))
        {
            var (key, text) = ($"{section}:{property.Name}", configuration[$"{section}:{property.Name}"]);
            try
            {
                property.SetValue(instance, configuration.GetValue(property.PropertyType, key));
                var results = new List<ValidationResult>();
                if (!Validator.TryValidateProperty(property.GetValue(instance), new ValidationContext(instance) { MemberName = property.Name }, results))
                    problems.AddRange(results.Select(result => Describe(key, property.Name, text, result.ErrorMessage!.TrimEnd('.'))));
            }
            catch (InvalidOperationException)
            {
                problems.Add(Describe(key, property.Name, text, $"it must be {Kind(property.PropertyType)}. Correct the value or remove the key"));
            }
        }

        return problems.Count > 0 ? problems : [$"{binderMessage} Correct the value or remove the key."];
    }

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(TimeSpan) => "a time such as 00:00:30 or 7.00:00:00",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) || t == typeof(decimal) => "a number",
        var t when t.IsEnum => $"one of {string.Join(", ", Enum.GetNames(t))}",
        var t => $"a {t.Name}",
    };

    private static string Explain(IConfiguration configuration, Type type, string section, string failure)
    {
        // Data annotations name the property, not the key that a person writes.
        var property = type.GetProperties().FirstOrDefault(p => failure.Contains($"'{p.Name}'", StringComparison.Ordinal)
            || failure.Contains($"field {p.Name} ", StringComparison.Ordinal));
        if (property is null)
            return $"{section}: {failure}";
        var key = $"{section}:{property.Name}";
        var text = failure[(failure.LastIndexOf("error: ", StringComparison.Ordinal) is var at && at >= 0 ? at + 7 : 0)..].Trim('\'', '.');
        return Describe(key, property.Name, configuration[key], text);
    }

    private static string Describe(string key, string property, string? value, string problem) =>
        $"{key} (environment {EnvironmentName(key)}) is '{(IsSecret(property) ? "(secret)" : value)}': {problem}.";

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
