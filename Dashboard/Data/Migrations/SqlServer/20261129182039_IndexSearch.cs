using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class IndexSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SearchText",
                table: "SnapTradeUsers");

            migrationBuilder.CreateTable(
                name: "SearchTokenFills",
                columns: table => new
                {
                    Version = table.Column<int>(type: "int", nullable: false),
                    After = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    CompletedAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SearchTokenFills", x => x.Version);
                });

            migrationBuilder.CreateTable(
                name: "SearchTokens",
                columns: table => new
                {
                    UserId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Token = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SearchTokens", x => new { x.UserId, x.Token });
                });

            migrationBuilder.CreateIndex(
                name: "IX_SearchTokens_Token_UserId",
                table: "SearchTokens",
                columns: new[] { "Token", "UserId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SearchTokenFills");

            migrationBuilder.DropTable(
                name: "SearchTokens");

            migrationBuilder.AddColumn<string>(
                name: "SearchText",
                table: "SnapTradeUsers",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");
        }
    }
}
