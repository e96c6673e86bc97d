using System.Text.Json;

namespace SignalingHost.Tests.Rest;

/// <summary>Users, departments, administrators, terminals and the directory, over the wire.</summary>
public sealed class MembersTests
{
    private ApiServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await ApiServer.StartAsync("--Admin:ResetPassword=Reset-Pass-1");

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public async Task A_user_is_added_shown_changed_stopped_and_taken_away()
    {
        var added = await AddAsync("wang", more: """, "thirdAccount": "w-01", "phone": "+8613500000000", "country": "chinaPR", "email": "wang@example.org", "title": "Lecturer", "sortLevel": 7""");
        Check("add_user", added);
        Assert.That(added.Json.GetProperty("sipNum").GetString(), Does.Match("^\\+99[0-9]{15}$"));
        Assert.That(added.Json.GetProperty("vmrList")[0].GetProperty("vmrMode").GetInt32(), Is.Zero);

        var shown = await _server.GetAsync("/v1/usg/dcs/corp/member/w-01?accountType=1", _server.Admin);
        Check("show_user_detail", shown);
        Assert.That(shown.Json.GetProperty("userAccount").GetString(), Is.EqualTo("wang"));

        var changed = await _server.PutAsync("/v1/usg/dcs/corp/member/wang", _server.Admin, new { name = "王小明", hidePhone = true });
        Check("update_user", changed);
        Assert.That((changed.Json.GetProperty("name").GetString(), changed.Json.GetProperty("title").GetString()), Is.EqualTo(("王小明", "Lecturer")));
        Assert.That(changed.Body, Does.Contain("王小明"));

        var token = await _server.LoginAsync("wang", "Some-Pass-1");
        Check("show_my_info", await _server.GetAsync("/v1/usg/dcs/member", token));
        Check("update_my_info", await _server.PutAsync("/v1/usg/dcs/member", token, new { name = "Wang", signature = "Here" }));
        Check("batch_update_user_status", await _server.PutAsync("/v1/usg/dcs/corp/member/status/1", _server.Admin, new[] { "wang" }));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/member", token)).Outcome, Is.EqualTo("401 USG.206020000"));
        Assert.That((await _server.SendLoginAsync("wang", "Some-Pass-1")).Outcome, Is.EqualTo("412 USG.206010007"));

        Check("batch_update_user_status", await _server.PutAsync("/v1/usg/dcs/corp/member/status/0", _server.Admin, new[] { "wang" }));
        Check("batch_delete_users", await _server.PostAsync("/v1/usg/dcs/corp/member/delete", _server.Admin, new[] { "wang" }));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/corp/member/wang", _server.Admin)).Outcome, Is.EqualTo("400 USG.201040000"));
    }

    [Test]
    public async Task What_cannot_be_a_user_is_refused()
    {
        await AddAsync("twice", more: """, "thirdAccount": "twice-too" """);

        Assert.That((await AddAsync("TWICE")).Outcome, Is.EqualTo("400 USG.201040001"));
        Assert.That((await AddAsync("another", more: """, "thirdAccount": "twice-too" """)).Outcome, Is.EqualTo("400 USG.201040001"));
        Assert.That((await AddAsync("bad:name")).Outcome, Is.EqualTo("400 USG.200000003"));
        Assert.That((await AddAsync("nowhere", more: """, "deptCode": "nowhere" """)).Outcome, Is.EqualTo("400 USG.200000003"));
        Assert.That((await AddAsync("mailless", more: """, "email": "no mail" """)).Outcome, Is.EqualTo("400 USG.200000003"));
        Assert.That((await AddAsync("shortpass", password: "Ab1")).Outcome, Is.EqualTo("400 USG.206030007"));
        Assert.That((await AddAsync("plainpass", password: "abcdefgh")).Outcome, Is.EqualTo("400 USG.206030008"));
        Assert.That((await AddAsync("reversed-1", password: "1-desrever")).Outcome, Is.EqualTo("400 USG.206030012"));
    }

    [Test]
    public async Task The_default_administrator_cannot_be_stopped_or_taken_away()
    {
        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/member/delete", _server.Admin, new[] { "admin" })).Outcome, Is.EqualTo("403 MMC.111070002"));
        Assert.That((await _server.PutAsync("/v1/usg/dcs/corp/member/status/1", _server.Admin, new[] { "admin" })).Outcome, Is.EqualTo("403 MMC.111070002"));
    }

    [Test]
    public async Task Users_are_found_by_what_is_known_of_them_page_by_page()
    {
        for (var i = 0; i < 12; i++)
            await AddAsync($"page-{i:00}", more: """, "title": "Paged" """);

        var first = await _server.GetAsync("/v1/usg/dcs/corp/member?searchKey=page-&limit=5", _server.Admin);
        var beyond = await _server.GetAsync("/v1/usg/dcs/corp/member?searchKey=PAGE-&limit=5&offset=100", _server.Admin);
        Check("search_users", first);

        Assert.That(Logins(first), Is.EqualTo(new[] { "page-00", "page-01", "page-02", "page-03", "page-04" }));
        Assert.That((beyond.Json.GetProperty("count").GetInt32(), beyond.Json.GetProperty("offset").GetInt32(), Logins(beyond).Length), Is.EqualTo((12, 10, 2)));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/corp/member?limit=many", _server.Admin)).Outcome, Is.EqualTo("400 MMC.111071061"));
    }

    [Test]
    public async Task Somebody_known_needs_no_invitation_and_nobody_else_gets_one()
    {
        await AddAsync("invited", more: """, "email": "invited@example.org" """);

        var known = await _server.PostAsync("/v1/usg/dcs/corp/member/add", _server.Admin, new { name = "I", contact = "invited@example.org" });
        Check("invite_user", known);
        Assert.That(known.Json.GetProperty("userExist").GetBoolean(), Is.True);
        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/member/add", _server.Admin, new { name = "I", contact = "else@example.org" })).Outcome, Is.EqualTo("400 USG.206060012"));
    }

    [Test]
    public async Task Departments_form_a_tree_that_users_are_found_in()
    {
        var faculty = await DepartmentAsync("Faculty of Law", null);
        var institute = await DepartmentAsync("Institute", faculty);
        await AddAsync("law-dean", more: $", \"deptCode\": \"{faculty}\"");
        await AddAsync("law-assistant", more: $", \"deptCode\": \"{institute}\"");

        var shown = await _server.GetAsync($"/v1/usg/dcs/member/dept/{faculty}", _server.Admin);
        Check("show_dept_and_child_dept", shown);
        Check("show_department", await _server.GetAsync("/v1/usg/abs/departments/1", _server.Admin));
        var sought = await _server.GetAsync("/v1/usg/dcs/member/dept?deptName=institute", _server.Admin);
        Check("search_department_by_name", sought);
        Assert.That(sought.Json[0].GetProperty("deptNamePath").GetString(), Is.EqualTo("Conference/Faculty of Law/Institute"));
        Assert.That((shown.Json.GetProperty("isLeafNode").GetBoolean(), shown.Json.GetProperty("childDepts").GetArrayLength()), Is.EqualTo((false, 1)));
        Assert.That(Logins(await _server.GetAsync($"/v1/usg/dcs/corp/member?deptCode={faculty}&enableSubDept=true", _server.Admin)), Is.EqualTo(new[] { "law-assistant", "law-dean" }));
        Assert.That(Logins(await _server.GetAsync($"/v1/usg/dcs/corp/member?deptCode={faculty}&enableSubDept=false", _server.Admin)), Is.EqualTo(new[] { "law-dean" }));

        Check("update_department", await _server.PutAsync($"/v1/usg/dcs/corp/dept/{faculty}", _server.Admin, new { deptName = "Law" }));
        Assert.That((await _server.GetAsync($"/v1/usg/dcs/member/dept/{institute}", _server.Admin)).Json.GetProperty("deptNamePath").GetString(), Is.EqualTo("Conference/Law/Institute"));
        Assert.That((await _server.PutAsync($"/v1/usg/dcs/corp/dept/{faculty}", _server.Admin, new { parentDeptCode = institute })).Outcome, Is.EqualTo("400 USG.200000003"));
        Assert.That((await _server.DeleteAsync($"/v1/usg/dcs/corp/dept/{institute}", _server.Admin)).Outcome, Is.EqualTo("400 USG.200000003"));

        await _server.PostAsync("/v1/usg/dcs/corp/member/delete", _server.Admin, new[] { "law-dean", "law-assistant" });
        Check("delete_department", await _server.DeleteAsync($"/v1/usg/dcs/corp/dept/{institute}", _server.Admin));
        Assert.That((await _server.DeleteAsync("/v1/usg/dcs/corp/dept/1", _server.Admin)).Outcome, Is.EqualTo("400 USG.200000003"));
    }

    [Test]
    public async Task The_default_administrator_makes_and_unmakes_administrators()
    {
        await AddAsync("deputy");
        Check("add_corp_admin", await _server.PostAsync("/v1/usg/dcs/corp/admin", _server.Admin, new { account = "deputy" }));
        var token = await _server.LoginAsync("deputy", "Some-Pass-1");
        var list = await _server.GetAsync("/v1/usg/dcs/corp/admin", token);
        Check("search_corp_admins", list);
        Check("show_corp_admin", await _server.GetAsync("/v1/usg/dcs/corp/admin/deputy", token));

        Assert.That(list.Json.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("adminType").GetInt32()), Is.EqualTo(new[] { 0, 1 }));
        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/admin", token, new { account = "deputy" })).Outcome, Is.EqualTo("403 MMC.111070002"));

        Check("batch_delete_corp_admins", await _server.PostAsync("/v1/usg/dcs/corp/admin/delete", _server.Admin, new[] { "deputy" }));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/corp/admin", token)).Outcome, Is.EqualTo("403 MMC.111070002"));
    }

    [Test]
    public async Task A_terminal_is_added_by_its_model_and_found_by_its_serial_number()
    {
        Check("show_device_types", await _server.GetAsync("/v1/usg/dcs/termdevtype", _server.Admin));
        Assert.That((await _server.PostAsync("/v1/usg/dcs/corp/device", _server.Admin, new { name = "Hall", model = "Abacus" })).Outcome, Is.EqualTo("400 USG.206040000"));

        var added = await _server.PostAsync("/v1/usg/dcs/corp/device", _server.Admin, new { name = "Hall", model = "TE20", sn = "SN-0001" });
        Check("add_device", added);
        Check("show_device_detail", await _server.GetAsync("/v1/usg/dcs/corp/device/SN-0001", _server.Admin));
        Check("update_device", await _server.PutAsync("/v1/usg/dcs/corp/device/SN-0001", _server.Admin, new { name = "Great hall" }));
        var list = await _server.GetAsync("/v1/usg/dcs/corp/device?model=te20", _server.Admin);
        Check("search_devices", list);
        Assert.That(list.Json.GetProperty("data")[0].GetProperty("name").GetString(), Is.EqualTo("Great hall"));

        var number = added.Json.GetProperty("number").GetString()!;
        var states = await _server.PostAsync("/v1/usg/acs/ap/userstatus", _server.Admin, new[] { number });
        Check("show_device_status", states);
        Assert.That(states.Json[0].GetProperty("RegStatus").GetString(), Is.EqualTo("0"));
        Assert.That((await _server.PostAsync("/v1/usg/acs/ap/userstatus", _server.Admin, new[] { "+99000000000000000" })).Outcome, Is.EqualTo("400 USG.201040000"));

        Assert.That((await _server.PutAsync($"/v1/ext/accounts/{Uri.EscapeDataString(number)}/password", _server.Admin, new { password = "For-The-Hall-1" })).Status, Is.EqualTo(200));
        Assert.That((await _server.SendLoginAsync(number, "For-The-Hall-1")).Status, Is.EqualTo(200));

        Check("batch_update_devices_status", await _server.PutAsync("/v1/usg/dcs/corp/device/status/1", _server.Admin, new[] { "SN-0001" }));
        Check("batch_delete_devices", await _server.PostAsync("/v1/usg/dcs/corp/device/delete", _server.Admin, new[] { "SN-0001" }));
    }

    [Test]
    public async Task An_activation_code_gives_a_device_its_account_once()
    {
        var made = await _server.PostAsync("/v1/usg/dcs/corp/vision/activecode", _server.Admin, new { devType = "ideahub", devName = "Board in 4" });
        Check("create_vision_active_code", made);
        var list = await _server.GetAsync("/v1/usg/dcs/corp/vision/activecode?devType=ideahub", _server.Admin);
        Check("search_vision_active_code", list);
        var id = list.Json.GetProperty("data")[0].GetProperty("id").GetString()!;
        var reset = await _server.PutAsync($"/v1/usg/dcs/corp/vision/activecode/{Uri.EscapeDataString(id)}/reset", _server.Admin, new { });
        Check("reset_vision_active_code", reset);

        Assert.That((await _server.PostAsync("/v1/ext/activations", null, new { activeCode = made.Json.GetProperty("activeCode").GetString() })).Outcome, Is.EqualTo("400 USG.201050012"));
        var device = await _server.PostAsync("/v1/ext/activations", null, new { activeCode = reset.Json.GetProperty("activeCode").GetString() });
        Assert.That((await _server.SendLoginAsync(device.Json.GetProperty("account").GetString()!, device.Json.GetProperty("password").GetString()!)).Status, Is.EqualTo(200));
        Assert.That((await _server.PostAsync("/v1/ext/activations", null, new { activeCode = reset.Json.GetProperty("activeCode").GetString() })).Outcome, Is.EqualTo("400 USG.201050012"));

        Check("delete_vision_active_code", await _server.DeleteAsync("/v1/usg/dcs/corp/vision/activecode", _server.Admin, new[] { id }));
    }

    [Test]
    public async Task The_directory_shows_everybody_to_everybody_but_hidden_numbers()
    {
        await AddAsync("shown", more: """, "phone": "+8613500000001" """);
        await AddAsync("hidden", more: """, "phone": "+8613500000002", "hidePhone": true """);
        var token = await _server.LoginAsync("shown", "Some-Pass-1");

        var found = await _server.GetAsync("/v1/usg/abs/users?searchKey=hidden&searchScope=NORMAL_USER", token);
        Check("search_corp_dir", found);
        Check("search_corp_external_dir", await _server.GetAsync("/v1/usg/abs/external-contacts", token));
        var detail = await _server.PostAsync("/v1/usg/abs/users/list", token, new[] { new { id = "shown" }, new { id = "nobody" } });
        Check("batch_show_user_details", detail);

        Assert.That(found.Json.GetProperty("data")[0].GetProperty("phone").GetString(), Is.Empty);
        Assert.That(detail.Json.EnumerateArray().Select(entry => entry.GetProperty("statusCode").GetInt32()), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(detail.Json[0].GetProperty("phone").GetString(), Is.EqualTo("+8613500000001"));
    }

    [Test]
    public async Task A_password_is_changed_by_its_owner_and_reset_by_an_administrator()
    {
        await AddAsync("owner");
        var token = await _server.LoginAsync("owner", "Some-Pass-1");

        Assert.That((await _server.PutAsync("/v1/usg/acs/password", token, new { account = "owner", oldPwd = "Wrong-Pass-1", newPwd = "Other-Pass-2" })).Outcome, Is.EqualTo("400 USG.206030006"));
        Assert.That((await _server.PutAsync("/v1/usg/acs/password", token, new { account = "owner", oldPwd = "Some-Pass-1", newPwd = "Some-Pass-1" })).Outcome, Is.EqualTo("400 USG.206030009"));
        Check("update_pwd", await _server.PutAsync("/v1/usg/acs/password", token, new { account = "owner", oldPwd = "Some-Pass-1", newPwd = "Other-Pass-2" }));
        Assert.That((await _server.GetAsync("/v1/usg/dcs/member", token)).Status, Is.EqualTo(401));

        var again = await _server.SendLoginAsync("owner", "Other-Pass-2");
        Assert.That(again.Json.GetProperty("firstLogin").GetBoolean(), Is.False);
        Check("reset_pwd_by_admin", await _server.PutAsync("/v1/usg/acs/password/admin/reset", _server.Admin, new { account = "owner" }));
        Assert.That((await _server.SendLoginAsync("owner", "Reset-Pass-1")).Json.GetProperty("firstLogin").GetBoolean(), Is.True);
    }

    private static string[] Logins(ApiAnswer page) => [.. page.Json.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("userAccount").GetString()!)];

    private static void Check(string operation, ApiAnswer answer) => Assert.That(ApiDescription.Complaints(operation, answer), Is.Empty);

    private Task<ApiAnswer> AddAsync(string account, string password = "Some-Pass-1", string more = "") => _server.SendAsync(
        HttpMethod.Post, "/v1/usg/dcs/corp/member", _server.Admin, $$"""{"name": {{JsonSerializer.Serialize(account)}}, "account": {{JsonSerializer.Serialize(account)}}, "pwd": "{{password}}"{{more}}}""");

    private async Task<string> DepartmentAsync(string name, string? parent)
    {
        var answer = await _server.PostAsync("/v1/usg/dcs/corp/dept", _server.Admin, new { deptName = name, parentDeptCode = parent });
        Check("add_department", answer);
        return answer.Json.GetProperty("value").GetString()!;
    }
}
