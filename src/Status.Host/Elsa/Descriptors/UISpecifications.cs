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
        InputUIHints.DropDown when input.Options is not null => With(input.UIHint, new { selectList = Items(input) }),
        InputUIHints.CheckList when input.Options is not null => With(input.UIHint, new { checkList = Items(input) }),
        InputUIHints.RadioList when input.Options is not null => With(input.UIHint, new { radioList = Items(input) }),
        InputUIHints.CodeEditor => With(InputUIHints.CodeEditor, new { language = "javascript" }),
        InputUIHints.JsonEditor => With(InputUIHints.CodeEditor, new { language = "json" }),
        InputUIHints.SingleLine when activity.TypeName == HttpEndpoint.StimulusName && input.Name == nameof(HttpEndpoint.Path) =>
            With(input.UIHint, new { adornmentText = endpoints, enableCopyAdornment = true }),
        _ => _none,
    };

    private static object Items(InputDescriptor input) => new { items = input.Options!.Select(o => new { text = o, value = o }).ToArray(), isFlagsEnum = false };

    private static Dictionary<string, object> With(string hint, object options) => new(StringComparer.Ordinal) { [hint] = options };
}
