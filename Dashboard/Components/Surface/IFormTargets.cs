namespace Dashboard.Components.Surface;

/// <summary>The allowed form targets besides this site: browsers also apply them to redirects after a form.</summary>
public interface IFormTargets
{
    /// <summary>Such as <c>https://login.acme.example</c>.</summary>
    IEnumerable<string> Origins { get; }
}
