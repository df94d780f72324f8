using Dashboard.Domain.Reconnect;

namespace Dashboard.Components.Customer;

/// <summary>The customer's possible action.</summary>
public enum CustomerAction
{
    None,

    /// <summary>A form with a button for the page's action.</summary>
    Start,

    /// <summary>A link back to the first page.</summary>
    Back,

    /// <summary>A link to <see cref="CustomerPage.AgainUrl"/>, for customers who don't want to wait.</summary>
    Again,
}

/// <summary>A page for customers: what happened, what it means, what to do.</summary>
public sealed record CustomerPage(int Status, string Icon, string Tone, string Heading, string Text)
{
    public required CustomerLanguage Language { get; init; }
    public CustomerAction Action { get; init; }
    public string ActionText { get; init; } = "";

    /// <summary>The hidden fields of the form by name; null when there are none.</summary>
    public (string Name, string Value)? ActionField { get; init; }

    /// <summary>A line under the button.</summary>
    public string? Fine { get; init; }

    /// <summary>When to try again, as the Retry-After header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The path and query of this site to which the page redirects after a few seconds.</summary>
    public string? AgainUrl { get; init; }
}

/// <summary>The texts of one page, with placeholders in braces.</summary>
/// <param name="Action">On the button or link; empty when there is none.</param>
/// <param name="Fine">A line under the button.</param>
public sealed record PageText(string Heading, string Text, string Action = "", string? Fine = null);
