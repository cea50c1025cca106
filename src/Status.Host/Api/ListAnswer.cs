namespace Status.Host.Api;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="Items">The items in the order asked for.</param>
/// <param name="Total">How many match altogether.</param>
/// <param name="Page">The page, from 0.</param>
/// <param name="PageSize">The most items on a page.</param>
internal sealed record ListAnswer<T>(IReadOnlyList<T> Items, long Total, int Page, int PageSize);
