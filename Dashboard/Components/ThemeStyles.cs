using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Dashboard.Components;

/// <summary>
/// <see cref="Theme"/> and <see cref="ThemeColors"/> as a stylesheet for both appearances. MudBlazor's provider would send one of them through every
/// circuit, again with each change of the appearance, and needs the browser's answer before the first page.
/// </summary>
internal sealed partial class ThemeStyles(IServiceScopeFactory scopes, ILoggerFactory loggers) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private string? _css;

    /// <summary>Where the page finds it; another one with each build, as browsers keep it.</summary>
    public static string Address { get; } = $"theme.css?v={typeof(ThemeStyles).Module.ModuleVersionId:N}";

    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _css ??= await RenderAsync(isDark: false) + await RenderAsync(isDark: true);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<string> RenderAsync(bool isDark)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(MudThemeProvider.Theme)] = Theme.Default,
                [nameof(MudThemeProvider.IsDarkMode)] = isDark,
            }
        );
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<MudThemeProvider>(parameters)).ToHtmlString()
        );
        var css = string.Concat(Styles().Matches(html).Select(m => m.Groups[1].Value));
        css += VariablesOf(isDark ? ThemeColors.Dark : ThemeColors.Light, isDark ? "dark" : "light");
        // js/theme.js sets the attribute before anything is painted. Paper is always light.
        return isDark
            ? $"@media not print{{{css.Replace(":root", ":root[data-theme=dark]", StringComparison.Ordinal)}}}"
            : css;
    }

    private static string VariablesOf(ThemeColors colors, string scheme) =>
        $":root{{color-scheme:{scheme};{string.Concat(colors.Variables.Select(v => $"--{v.Key}:{v.Value};"))}}}";

    [GeneratedRegex("<style[^>]*>(.*?)</style>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Styles();
}
