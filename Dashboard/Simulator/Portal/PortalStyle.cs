namespace Dashboard.Simulator.Portal;

/// <summary>The portal's own look, inline: the page must not depend on anything of the dashboard's.</summary>
internal static class PortalStyle
{
    public const string Css = """
        :root { color-scheme: light; --page: #eef2f1; --card: #fff; --line: #cfd9d6; --text: #12211d;
                --soft: #4a5b56; --main: #0b6b57; --on-main: #fff; --warn: #7a4a00; --warn-soft: #fdf0d8; }
        [data-theme=dark] { color-scheme: dark; --page: #0d1413; --card: #15201d; --line: #30413c; --text: #e6efec;
                --soft: #a9bbb5; --main: #6fd9bd; --on-main: #06211a; --warn: #f3c069; --warn-soft: #35270d; }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; padding: 24px 16px; background: var(--page); color: var(--text);
               font: 16px/24px system-ui, sans-serif; display: flex; flex-direction: column; align-items: center; gap: 16px; }
        header, main, footer { width: 100%; max-width: 420px; }
        header { font-weight: 600; font-size: 14px; color: var(--soft); }
        main { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 24px; }
        footer { font-size: 12px; line-height: 18px; color: var(--soft); }
        h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; }
        p { margin: 0 0 16px; color: var(--soft); }
        .warning { padding: 8px 12px; border-radius: 6px; background: var(--warn-soft); color: var(--warn); }
        form { display: grid; gap: 8px; }
        label { font-size: 14px; font-weight: 600; }
        select, button { width: 100%; min-height: 48px; padding: 0 12px; border: 1px solid var(--line); border-radius: 6px;
                         background: var(--card); color: inherit; font: inherit; }
        select { margin-bottom: 8px; }
        button { cursor: pointer; font-weight: 550; }
        .primary { background: var(--main); border-color: var(--main); color: var(--on-main); }
        .quiet { border-color: transparent; color: var(--soft); }
        :focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
        """;
}
