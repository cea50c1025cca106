using Status.Workflows.Authoring;
using Status.Workflows.Http;

namespace Status.Host.Elsa.Descriptors;

/// <summary>What an editor of the designer needs besides its hint: items, language, address shown beside the field. The keys are the hints.</summary>
internal static class UISpecifications
{
    private static readonly Dictionary<string, object> _none = [];

    /// <summary>The specifications of an input.</summary>
    /// <param name="activity">The activity type.</param>
    /// <param name="input">Its input.</param>
    /// <param name="endpoints">Address below which HTTP endpoints answer, ending in a slash.</param>
    public static IReadOnlyDictionary<string, object> Of(ActivityDescriptor activity, InputDescriptor input, string endpoints) => input.UIHint switch
    {
        InputUIHints.DropDown when input.Options is not null => With(input.UIHint, new { selectList = new { items = Items(input) } }),
        InputUIHints.CheckList when input.Options is not null => With(input.UIHint, new { checkList = new { items = Items(input), isFlagsEnum = false } }),
        InputUIHints.RadioList when input.Options is not null => With(input.UIHint, new { radioList = new { items = Items(input), isFlagsEnum = false } }),
        InputUIHints.CodeEditor => With(InputUIHints.CodeEditor, new { language = input.DefaultSyntax == "CSharp" ? "csharp" : "javascript" }),
        InputUIHints.JsonEditor => With(InputUIHints.CodeEditor, new { language = "json" }),
        InputUIHints.SingleLine when activity.TypeName == HttpEndpoint.StimulusName && input.Name == nameof(HttpEndpoint.Path) =>
            // The address is the one under which this request came; Refresh makes the designer ask again for the one under which it is now.
            new Dictionary<string, object>(StringComparer.Ordinal) { [input.UIHint] = new { adornmentText = endpoints, enableCopyAdornment = true }, ["Refresh"] = true },
        _ => _none,
    };

    private static object[] Items(InputDescriptor input) => [.. input.Options!.Select(option => new { text = option, value = option })];

    private static Dictionary<string, object> With(string hint, object options) => new(StringComparer.Ordinal) { [hint] = options };
}
