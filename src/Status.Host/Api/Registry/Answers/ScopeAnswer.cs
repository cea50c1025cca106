namespace Status.Host.Api.Registry.Answers;

/// <summary>A scope definition as it is answered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Default">The value when none is given.</param>
internal sealed record ScopeAnswer(string Id, string Name, string Description, string Type, string Default);
