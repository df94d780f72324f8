namespace Dashboard.Components.Surface;

/// <summary>Where forms of ours may end up beside ourselves: browsers hold redirects that follow a form to that.</summary>
public interface IFormTargets
{
    /// <summary>Such as <c>https://login.acme.example</c>.</summary>
    IEnumerable<string> Origins { get; }
}
